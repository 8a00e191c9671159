import './field.css';
import './query-assist.css';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { type Ref, type SubmitEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { CrossIcon, SearchIcon } from './icons.tsx';
import { completeQuery, type QuerySuggestion, type QuerySuggestions } from './query-completion.ts';
import { QuerySuggestionList } from './query-suggestion-list.tsx';
import { useAnswer } from './use-answer.ts';

export interface QueryAssistProps {
  readonly label: string;
  readonly placeholder: string;
  readonly clearLabel: string;
  /** The query that the list below answers. */
  readonly value: string;
  readonly onSearch: (query: string) => void;
  /** Without it the field takes a query and suggests nothing. */
  readonly suggest?:
    | ((query: string, caret: number, signal: AbortSignal) => Promise<QuerySuggestions>)
    | undefined;
  /** What is wrong with the query. */
  readonly error?: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
}

/**
 * A search field for the query language. Enter takes a highlighted suggestion, or else searches; Esc closes the
 * suggestions and never empties the field.
 */
export function QueryAssist(props: QueryAssistProps) {
  const { label, placeholder, clearLabel, value, onSearch, suggest, error, ref } = props;
  const frame = useRef<HTMLFormElement>(null);
  const input = () => frame.current?.querySelector('input') ?? null;
  const [draft, setDraft] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const [wanted, setWanted] = useState(false);
  const [completed, setCompleted] = useState<string>();
  const caretNext = useRef<number>(undefined);
  const goesOn = useRef(false);
  // The query changes from elsewhere too: a link, the way back.
  useEffect(() => setDraft(value), [value]);
  useLayoutEffect(() => {
    if (caretNext.current !== undefined) input()?.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = undefined;
  });

  const { answer } = useAnswer(
    wanted && suggest !== undefined ? `${caret}:${draft}` : undefined,
    (signal) => suggest?.(draft, caret, signal) ?? Promise.reject(new Error('Nothing suggests')),
  );
  const suggestions = answer?.suggestions ?? [];
  const isFresh = answer?.query === draft && answer.caret === caret;
  // While somebody types, the last suggestions stay in sight; those that one was taken from must go.
  const isSpent = completed === draft && !isFresh;
  const search = (query: string) => {
    goesOn.current = false;
    setWanted(false);
    setDraft(query);
    onSearch(query.trim());
  };
  const take = (text: string) => {
    // Suggestions for a text that has changed since would land in the wrong place.
    if (!isFresh) return;
    caretNext.current = suggestions.find((one) => completeQuery(draft, one) === text)?.caret;
    setDraft(text);
    setCompleted(text);
    setCaret(caretNext.current ?? text.length);
    goesOn.current = true;
    setWanted(false);
  };

  return (
    <search className="query">
      <form
        ref={frame}
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          search(draft);
        }}
      >
        <Autocomplete.Root
          items={suggestions}
          mode="none"
          itemToStringValue={(suggestion: QuerySuggestion) => completeQuery(draft, suggestion)}
          value={draft}
          onValueChange={(text, { reason }) => {
            if (reason === 'item-press') take(text);
            else if (reason !== 'escape-key') {
              setDraft(text);
              setCaret(input()?.selectionStart ?? text.length);
            }
          }}
          open={wanted && suggestions.length > 0 && !isSpent}
          onOpenChange={setWanted}
          // One completion leads to the next, in a list of its own: this one would keep its place in it.
          onOpenChangeComplete={(open) => {
            if (open || !goesOn.current) return;
            goesOn.current = false;
            setWanted(true);
          }}
        >
          <button type="submit" className="query-go" aria-label={label} tabIndex={-1}>
            <SearchIcon />
          </button>
          <Autocomplete.Input
            ref={ref}
            className="control query-input"
            aria-label={label}
            aria-invalid={error !== undefined || undefined}
            aria-describedby={error === undefined ? undefined : 'query-error'}
            placeholder={placeholder}
            spellCheck={false}
            enterKeyHint="search"
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? draft.length)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowDown') setWanted(true);
              if (key === 'Escape') goesOn.current = false;
            }}
          />
          {draft === '' ? null : (
            <IconButton label={clearLabel} icon={<CrossIcon />} onClick={() => search('')} />
          )}
          <QuerySuggestionList query={draft} container={frame} />
        </Autocomplete.Root>
        {error === undefined ? null : (
          <p id="query-error" className="field-error">
            {error}
          </p>
        )}
      </form>
    </search>
  );
}

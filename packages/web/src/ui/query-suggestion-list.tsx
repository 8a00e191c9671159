import './popup-list.css';
import './query-suggestion-list.css';
import { Autocomplete } from '@base-ui/react/autocomplete';
import type { RefObject } from 'react';
import { completeQuery, type QuerySuggestion } from './query-completion.ts';

export interface QuerySuggestionListProps {
  readonly query: string;
  readonly container: RefObject<HTMLElement | null>;
}

/** What a query could go on with, under the field of `QueryAssist`. */
export function QuerySuggestionList({ query, container }: QuerySuggestionListProps) {
  return (
    <Autocomplete.Portal container={container}>
      {/* Fixed, as the card around the field cuts off what hangs out of it. */}
      <Autocomplete.Positioner className="popup-place" positionMethod="fixed" align="start" sideOffset={4}>
        <Autocomplete.Popup className="popup-list query-list" data-overlay="">
          <Autocomplete.List>
            {(suggestion: QuerySuggestion) => (
              <Autocomplete.Item
                key={completeQuery(query, suggestion)}
                value={suggestion}
                className="popup-item"
              >
                <code>{`${suggestion.prefix ?? ''}${suggestion.option}${suggestion.suffix ?? ''}`}</code>
                <span className="query-note">{suggestion.description}</span>
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}

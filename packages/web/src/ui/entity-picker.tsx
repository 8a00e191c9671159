import { type Ref, useState } from 'react';
import { Picker, type PickerItem, type PickerTexts } from './picker.tsx';
import { useAnswer } from './use-answer.ts';

export interface EntityPickerTexts extends PickerTexts {
  readonly searchingText: string;
  readonly emptyText: string;
  readonly failedText: string;
}

interface Shared extends EntityPickerTexts {
  /** The first few that fit what was typed; an empty text asks for the first of all. */
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly PickerItem[]>;
  readonly ref?: Ref<HTMLInputElement>;
}

export interface EntitiesPickerProps extends Shared {
  readonly value: readonly PickerItem[];
  readonly onChange: (value: readonly PickerItem[]) => void;
}

export interface EntityPickerProps extends Shared {
  readonly value: PickerItem | undefined;
  readonly onChange: (value: PickerItem | undefined) => void;
}

/** Several of too many to list: users, groups, roles. What is chosen is kept whole, whatever is found next. */
export function EntitiesPicker({ value, onChange, ...shared }: EntitiesPickerProps) {
  return <AskingPicker {...shared} chosen={value} onChange={onChange} />;
}

/** One of too many to list. */
export function EntityPicker({ value, onChange, ...shared }: EntityPickerProps) {
  return (
    <AskingPicker
      {...shared}
      single
      chosen={value === undefined ? [] : [value]}
      onChange={([one]) => onChange(one)}
    />
  );
}

interface AskingPickerProps extends Shared {
  readonly single?: boolean;
  readonly chosen: readonly PickerItem[];
  readonly onChange: (chosen: readonly PickerItem[]) => void;
}

function AskingPicker({ search, searchingText, emptyText, failedText, ...picker }: AskingPickerProps) {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const text = query.trim();
  const { answer = [], state } = useAnswer(open ? text : undefined, (signal) => search(text, signal));
  const texts = { idle: emptyText, asking: searchingText, failed: failedText };
  return (
    <Picker
      {...picker}
      // Nothing of an earlier question stands under an error.
      items={state === 'failed' ? [] : answer}
      query={query}
      onQuery={setQuery}
      onOpen={setOpen}
      emptyText={texts[state]}
    />
  );
}

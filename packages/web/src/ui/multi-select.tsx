import { type Ref, useState } from 'react';
import { Picker, type PickerItem, type PickerTexts } from './picker.tsx';

export interface MultiSelectProps extends PickerTexts {
  /** All there are; typing finds them by label and by note. */
  readonly options: readonly PickerItem[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly emptyText: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Several of a list that is known as a whole. */
export function MultiSelect({ options, value, onChange, emptyText, ref, ...texts }: MultiSelectProps) {
  const [query, setQuery] = useState('');
  const text = query.trim().toLowerCase();
  return (
    <Picker
      {...texts}
      ref={ref}
      items={options.filter(({ label, note = '' }) =>
        [label, note].some((name) => name.toLowerCase().includes(text)),
      )}
      chosen={value.flatMap((id) => options.find((option) => option.id === id) ?? [])}
      onChange={(chosen) => onChange(chosen.map(({ id }) => id))}
      query={query}
      onQuery={setQuery}
      emptyText={emptyText}
    />
  );
}

import './popup-list.css';
import './multi-select.css';
import { Combobox } from '@base-ui/react/combobox';
import { type Ref, useRef, useState } from 'react';
import { Field, type FieldTexts } from './field.tsx';
import { CheckIcon, ChevronIcon, CrossIcon } from './icons.tsx';

export interface MultiSelectOption {
  readonly value: string;
  readonly label: string;
  /** A second name by which it is found too. */
  readonly note: string;
}

export interface MultiSelectProps extends FieldTexts {
  readonly options: readonly MultiSelectOption[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly placeholder: string;
  readonly emptyText: string;
  readonly openLabel: string;
  readonly removeLabel: (option: MultiSelectOption) => string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Several of many, found by typing. What is chosen goes only where somebody takes it away. */
export function MultiSelect({
  options,
  value,
  onChange,
  placeholder,
  emptyText,
  openLabel,
  removeLabel,
  ref,
  ...texts
}: MultiSelectProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const chosen = value.flatMap((one) => options.find((option) => option.value === one) ?? []);
  return (
    <Field {...texts}>
      <Combobox.Root
        multiple
        items={options}
        value={chosen}
        onValueChange={(next, details) => {
          // Esc with the list closed would clear everything chosen; it belongs to the dialog around.
          if (details.reason === 'escape-key') {
            details.cancel();
            details.allowPropagation();
            return;
          }
          setQuery('');
          onChange(next.map((option) => option.value));
        }}
        // The list stays open after a choice, as most who come here want more than one.
        onOpenChange={(open, details) => !open && details.reason === 'item-press' && details.cancel()}
        inputValue={query}
        onInputValueChange={setQuery}
        filter={matches}
        autoHighlight
      >
        <div ref={frame}>
          <Combobox.Chips className="control multi-select">
            {chosen.map((option) => (
              <Combobox.Chip key={option.value} className="multi-select-chip" aria-label={option.label}>
                {option.label}
                <Combobox.ChipRemove className="multi-select-remove" aria-label={removeLabel(option)}>
                  <CrossIcon />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              ref={ref}
              className="multi-select-input"
              placeholder={chosen.length === 0 ? placeholder : undefined}
            />
            <Combobox.Trigger className="multi-select-open" aria-label={openLabel}>
              <ChevronIcon />
            </Combobox.Trigger>
          </Combobox.Chips>
        </div>
        <Combobox.Portal container={frame}>
          <Combobox.Positioner className="popup-place" anchor={frame} sideOffset={4}>
            <Combobox.Popup className="popup-list" data-overlay="">
              <Combobox.Empty className="popup-empty">{emptyText}</Combobox.Empty>
              <Combobox.List>
                {(option: MultiSelectOption) => (
                  <Combobox.Item key={option.value} value={option} className="popup-item">
                    <span className="popup-tick">
                      <Combobox.ItemIndicator>
                        <CheckIcon />
                      </Combobox.ItemIndicator>
                    </span>
                    <span className="select-value">
                      <span>{option.label}</span>
                      <code className="select-note">{option.note}</code>
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </Field>
  );
}

function matches({ label, note }: MultiSelectOption, query: string): boolean {
  const text = query.trim().toLowerCase();
  return label.toLowerCase().includes(text) || note.toLowerCase().includes(text);
}

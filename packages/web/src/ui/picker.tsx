import './popup-list.css';
import './picker.css';
import { Combobox } from '@base-ui/react/combobox';
import { type Ref, useRef } from 'react';
import { Field, type FieldTexts } from './field.tsx';
import { CheckIcon, ChevronIcon, CrossIcon } from './icons.tsx';
import { Tag } from './tag.tsx';

export interface PickerItem {
  readonly id: string;
  readonly label: string;
  /** A second name by which it is known: a login, a key. */
  readonly note?: string | undefined;
  /** A word of warning: `bot`, `banned`. */
  readonly tag?: string | undefined;
  /** Under which heading it is offered. */
  readonly group?: string | undefined;
}

export interface PickerTexts extends FieldTexts {
  readonly placeholder: string;
  readonly openLabel: string;
  readonly removeLabel: (label: string) => string;
}

export interface PickerProps extends PickerTexts {
  readonly items: readonly PickerItem[];
  readonly chosen: readonly PickerItem[];
  readonly onChange: (chosen: readonly PickerItem[]) => void;
  /** A new choice takes the place of the old one, and closes the list. */
  readonly single?: boolean;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen?: (open: boolean) => void;
  /** Said in place of an empty list. */
  readonly emptyText: string;
  readonly ref?: Ref<HTMLInputElement> | undefined;
}

/**
 * Choosing from a list by typing: what `MultiSelect` and `EntityPicker` have in common. What is chosen stands as
 * a chip before the field and goes only where somebody takes it away: Esc closes the list and nothing else.
 */
export function Picker(props: PickerProps) {
  const { items, chosen, onChange, single = false, query, onQuery, onOpen, emptyText, ref, ...texts } = props;
  const { placeholder, openLabel, removeLabel, ...field } = texts;
  const frame = useRef<HTMLDivElement>(null);
  return (
    <Field {...field}>
      <Combobox.Root
        multiple
        items={groupsOf(items) ?? items}
        value={[...chosen]}
        onValueChange={(next, details) => {
          // Esc with the list closed would clear everything chosen; it belongs to the dialog around.
          if (details.reason === 'escape-key') {
            details.cancel();
            details.allowPropagation();
            return;
          }
          onQuery('');
          onChange(single ? next.slice(-1) : next);
        }}
        onOpenChange={(open, details) => {
          // The list stays open after a choice, as most who come here want more than one.
          if (!open && !single && details.reason === 'item-press') details.cancel();
          else onOpen?.(open);
        }}
        inputValue={query}
        onInputValueChange={onQuery}
        isItemEqualToValue={(one, other) => one.id === other.id}
        filter={null}
        autoHighlight
      >
        <div ref={frame}>
          <Combobox.Chips className="control picker">
            {chosen.map((item) => (
              <Combobox.Chip key={item.id} className="picker-chip" aria-label={item.label}>
                {item.label}
                <Combobox.ChipRemove className="picker-remove" aria-label={removeLabel(item.label)}>
                  <CrossIcon />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              ref={ref}
              className="picker-input"
              placeholder={chosen.length === 0 ? placeholder : undefined}
            />
            <Combobox.Trigger className="picker-open" aria-label={openLabel}>
              <ChevronIcon />
            </Combobox.Trigger>
          </Combobox.Chips>
        </div>
        <Combobox.Portal container={frame}>
          <Combobox.Positioner className="popup-place" anchor={frame} sideOffset={4}>
            <Combobox.Popup className="popup-list" data-overlay="">
              <Combobox.Empty className="popup-empty">{emptyText}</Combobox.Empty>
              <Combobox.List>
                {(entry: PickerItem | PickerGroup) =>
                  'items' in entry ? (
                    <Combobox.Group key={entry.value} items={entry.items}>
                      <Combobox.GroupLabel className="popup-group">{entry.value}</Combobox.GroupLabel>
                      <Combobox.Collection>
                        {(item: PickerItem) => <Option key={item.id} item={item} />}
                      </Combobox.Collection>
                    </Combobox.Group>
                  ) : (
                    <Option key={entry.id} item={entry} />
                  )
                }
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </Field>
  );
}

interface PickerGroup {
  readonly value: string;
  readonly items: readonly PickerItem[];
}

/** Under their headings, where they have any. */
function groupsOf(items: readonly PickerItem[]): readonly PickerGroup[] | undefined {
  if (items.every(({ group }) => group === undefined)) return undefined;
  const groups = Map.groupBy(items, ({ group = '' }) => group);
  return [...groups].map(([value, members]) => ({ value, items: members }));
}

function Option({ item }: { item: PickerItem }) {
  return (
    <Combobox.Item value={item} className="popup-item">
      <span className="popup-tick">
        <Combobox.ItemIndicator>
          <CheckIcon />
        </Combobox.ItemIndicator>
      </span>
      <Line {...item} />
    </Combobox.Item>
  );
}

function Line({ label, note, tag }: PickerItem) {
  return (
    <span className="picker-line">
      <bdi>{label}</bdi>
      {tag === undefined ? null : <Tag>{tag}</Tag>}
      {note === undefined ? null : <code className="picker-note">{note}</code>}
    </span>
  );
}

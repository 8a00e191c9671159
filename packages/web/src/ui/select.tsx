import './popup-list.css';
import './select.css';
import { Select as Base } from '@base-ui/react/select';
import { useRef } from 'react';
import { Field, type FieldTexts } from './field.tsx';
import { CheckIcon, ChevronIcon } from './icons.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A second fact, at the end of the line. */
  readonly note?: string | undefined;
}

export interface SelectProps<Value extends string> extends FieldTexts {
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function Select<Value extends string>({ options, value, onChange, ...texts }: SelectProps<Value>) {
  const frame = useRef<HTMLDivElement>(null);
  const chosen = options.find((option) => option.value === value);
  return (
    <Field {...texts}>
      <Base.Root
        value={value}
        onValueChange={(next) => next !== null && onChange(next)}
        items={options}
        modal={false}
      >
        <div ref={frame}>
          <Base.Trigger className="control select">
            <Base.Value className="select-value">
              <Line label={chosen?.label ?? ''} note={chosen?.note} />
            </Base.Value>
            <Base.Icon className="select-icon">
              <ChevronIcon />
            </Base.Icon>
          </Base.Trigger>
        </div>
        <Base.Portal container={frame}>
          <Base.Positioner className="popup-place" alignItemWithTrigger={false} sideOffset={4}>
            <Base.Popup className="popup-list" data-overlay="">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="popup-item">
                  <span className="popup-tick">
                    <Base.ItemIndicator>
                      <CheckIcon />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText className="select-value">
                    <Line label={option.label} note={option.note} />
                  </Base.ItemText>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}

function Line({ label, note }: { label: string; note: string | undefined }) {
  return (
    <>
      <span>{label}</span>
      {note === undefined ? null : <span className="select-note">{note}</span>}
    </>
  );
}

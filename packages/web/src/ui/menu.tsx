import './popup-list.css';
import './menu.css';
import { Menu as Base } from '@base-ui/react/menu';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { CheckIcon } from './icons.tsx';

/** A list of acts that opens from a button. `trigger` is that button, already labelled. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  return (
    <Base.Root>
      <div ref={frame}>
        <Base.Trigger render={trigger} />
      </div>
      <Base.Portal container={frame}>
        <Base.Positioner className="popup-place" align="end" sideOffset={6}>
          <Base.Popup className="popup-list menu" data-overlay="">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect: () => void }) {
  return (
    <Base.Item className="popup-item" onClick={onSelect}>
      {children}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="menu-separator" />;
}

export interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of several, chosen without closing the menu. */
export function MenuChoice<Value extends string>({
  label,
  options,
  value,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="menu-label">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className="popup-item" closeOnClick={false}>
            <span className="popup-tick">
              <Base.RadioItemIndicator>
                <CheckIcon />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

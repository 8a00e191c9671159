import './tip.css';
import { Tooltip } from '@base-ui/react/tooltip';
import { type ReactElement, useId, useRef, useState } from 'react';

export interface TipProps {
  readonly text: string;
  /** The child is already called by the same words, so that they need not be read out twice. */
  readonly naming?: boolean;
  /** Pressing the child does nothing else, so it shows the words as well: fingers cannot point. */
  readonly onPress?: boolean;
  readonly children: ReactElement;
}

/**
 * A word of explanation that shows on pointing at its child or focusing it, and is read out with it. It hangs
 * beside its child, not at the end of the page, so it stays within the same landmark.
 */
export function Tip({ text, naming = false, onPress = false, children }: TipProps) {
  const id = useId();
  const frame = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <span ref={frame} className="tip-frame">
        <Tooltip.Trigger
          delay={300}
          closeOnClick={!onPress}
          render={children}
          aria-describedby={open && !naming ? id : undefined}
          onClick={() => onPress && setOpen(true)}
        />
      </span>
      <Tooltip.Portal container={frame} className="tip-portal">
        <Tooltip.Positioner className="tip-place" positionMethod="fixed" sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup id={id} role="tooltip" className="tip">
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

import './tip.css';
import { Tooltip } from '@base-ui/react/tooltip';
import { type ReactElement, useId, useState } from 'react';

/**
 * A word of explanation that shows on pointing at its child or focusing it, and is read out with it. `naming`
 * says that the child is already called by the same words.
 */
export function Tip({ text, naming = false, children }: { text: string; naming?: boolean; children: ReactElement }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger delay={300} render={children} aria-describedby={open && !naming ? id : undefined} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="tip-place" sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup id={id} role="tooltip" className="tip">
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

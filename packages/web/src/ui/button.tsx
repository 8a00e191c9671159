import './button.css';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Tip } from './tip.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'className' | 'children'> {
  readonly children: ReactNode;
  readonly weight?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly icon?: ReactNode;
  /** It cannot be pressed now, for a reason in plain sight. It keeps the focus it may have. */
  readonly disabled?: boolean;
  /** Why it cannot be pressed now, where that is not plain; everybody can reach the button and learn it. */
  readonly disabledReason?: string | undefined;
  /** At work: a second press does nothing. */
  readonly pending?: boolean;
  readonly shape?: 'square' | undefined;
}

export function Button({
  children,
  weight = 'plain',
  icon,
  disabled = false,
  disabledReason,
  pending = false,
  shape,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const stopped = disabled || pending || disabledReason !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className="button"
      data-weight={weight}
      data-shape={shape}
      aria-disabled={stopped || undefined}
      aria-busy={pending || undefined}
      {...(disabledReason !== undefined && { 'aria-describedby': reasonId })}
      onClick={stopped ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      {children}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <>
      <Tip text={disabledReason} onPress>
        {button}
      </Tip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  );
}

/** A button that shows only an icon; its label is for the tooltip and for screen readers. */
export function IconButton({ label, icon, ...rest }: { label: string } & Omit<ButtonProps, 'children'>) {
  return (
    <Tip text={label} naming>
      <Button weight="quiet" shape="square" {...rest} aria-label={label}>
        {icon}
      </Button>
    </Tip>
  );
}

import './button.css';
import type { ComponentProps, ReactNode } from 'react';

export interface LinkButtonProps extends Omit<ComponentProps<'a'>, 'className' | 'children' | 'href'> {
  readonly href: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A link that stands among buttons: for what the browser fetches by itself, such as a file. */
export function LinkButton({ icon, children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className="button" data-weight="plain">
      {icon}
      {children}
    </a>
  );
}

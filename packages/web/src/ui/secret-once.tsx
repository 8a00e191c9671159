import './field.css';
import './secret-once.css';
import { type ReactNode, type Ref, useId, useLayoutEffect, useRef } from 'react';
import { Copy } from './copy.tsx';

export interface SecretOnceProps {
  readonly label: string;
  readonly secret: string;
  readonly copyLabels: { readonly copy: string; readonly copied: string; readonly selected: string };
  /** It has been taken away: by the button, or by hand. */
  readonly onCopied: () => void;
  readonly copyRef?: Ref<HTMLButtonElement>;
  readonly copyWeight?: 'primary' | 'plain';
  readonly hint?: string;
  readonly acts?: ReactNode;
}

/** A text to be taken along, whole: read-only, selected at a touch, wrapped so that all of it shows. */
export function SecretOnce({
  label,
  secret,
  copyLabels,
  onCopied,
  copyRef,
  copyWeight = 'primary',
  hint,
  acts,
}: SecretOnceProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // Written by hand, to be wiped by hand: a field that has left the page may live on for a while.
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    element.value = secret;
    return () => {
      element.value = '';
    };
  }, [secret]);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className="control secret"
        readOnly
        spellCheck={false}
        autoComplete="off"
        rows={Math.ceil(secret.length / 50)}
        onFocus={(event) => event.target.select()}
        onCopy={onCopied}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="field-hint">
          {hint}
        </span>
      )}
      <div className="secret-acts">
        <Copy
          text={secret}
          labels={copyLabels}
          weight={copyWeight}
          field={field}
          onCopied={onCopied}
          {...(copyRef !== undefined && { ref: copyRef })}
        />
        {acts}
      </div>
    </div>
  );
}

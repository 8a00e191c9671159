import { useEffect, useState } from 'react';
import { Button, type ButtonProps, IconButton } from './button.tsx';
import { copyText } from './clipboard.ts';
import { CheckIcon, CopyIcon } from './icons.tsx';

export interface CopyProps extends Pick<ButtonProps, 'weight' | 'ref'> {
  readonly text: string;
  /** `selected` is said where the browser does not let a page copy, and the text is selected instead. */
  readonly labels: { readonly copy: string; readonly copied: string; readonly selected: string };
  readonly iconOnly?: boolean;
  /** The field that shows the text, to select it in. */
  readonly field?: React.RefObject<HTMLTextAreaElement | null>;
  readonly onCopied?: () => void;
}

/** Puts a text into the clipboard and says so. */
export function Copy({ text, labels, iconOnly = false, field, onCopied, ...look }: CopyProps) {
  const [said, setSaid] = useState<'copied' | 'selected'>();
  useEffect(() => {
    const timer = setTimeout(() => setSaid(undefined), 3_000);
    return () => clearTimeout(timer);
  });
  const act = async () => {
    if (await copyText(text, field?.current ?? undefined)) {
      setSaid('copied');
      onCopied?.();
    } else setSaid('selected');
  };
  const icon = said === 'copied' ? <CheckIcon /> : <CopyIcon />;
  return (
    <>
      {iconOnly ? (
        <IconButton
          {...look}
          label={said === undefined ? labels.copy : labels[said]}
          icon={icon}
          onClick={act}
        />
      ) : (
        <Button {...look} icon={icon} onClick={act}>
          {said === 'copied' ? labels.copied : labels.copy}
        </Button>
      )}
      <span className={said === 'selected' && !iconOnly ? 'copy-hint' : 'visually-hidden'} role="status">
        {said === undefined ? '' : labels[said]}
      </span>
    </>
  );
}

import './snippet.css';
import { Copy, type CopyProps } from './copy.tsx';

export interface SnippetProps {
  readonly label: string;
  readonly hint?: string;
  readonly text: string;
  readonly copyLabels: CopyProps['labels'];
}

/** Lines to be pasted elsewhere, as they are. */
export function Snippet({ label, hint, text, copyLabels }: SnippetProps) {
  return (
    <figure className="snippet" aria-label={label}>
      <figcaption className="snippet-head">
        <span className="snippet-label">{label}</span>
        <Copy text={text} labels={copyLabels} weight="quiet" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and must do so by keyboard too. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      {hint === undefined ? null : <p className="snippet-hint">{hint}</p>}
    </figure>
  );
}

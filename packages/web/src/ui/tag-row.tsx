import './tag-row.css';
import { Tag } from './tag.tsx';
import { Tip } from './tip.tsx';

export interface TagRowProps {
  readonly items: readonly { readonly id: string; readonly text: string }[];
  /** What stands for those that are not shown: `+3`. */
  readonly moreText: (count: number) => string;
}

const shownMax = 2;

/** The first two of several, and the rest within reach. */
export function TagRow({ items, moreText }: TagRowProps) {
  const hidden = items.slice(shownMax);
  return (
    <span className="tag-row">
      {items.slice(0, shownMax).map(({ id, text }) => (
        <Tag key={id}>{text}</Tag>
      ))}
      {hidden.length === 0 ? null : (
        <Tip text={hidden.map(({ text }) => text).join('\n')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the rest must be within reach of a keyboard. */}
          <span className="tag-row-more" tabIndex={0}>
            {moreText(hidden.length)}
          </span>
        </Tip>
      )}
    </span>
  );
}

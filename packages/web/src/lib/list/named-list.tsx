import './named-list.css';

export interface NamedItem {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

/** Several things by name, each with a word about it; a long list scrolls. */
export function NamedList({ items }: { items: readonly NamedItem[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too.
    <ul className="named-list" tabIndex={0}>
      {items.map(({ id, name, note }) => (
        <li key={id}>
          <span className="named-list-name">
            <bdi>{name}</bdi>
          </span>
          <span className="named-list-note">{note}</span>
        </li>
      ))}
    </ul>
  );
}

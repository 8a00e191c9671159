import './entity-name.css';

/** What somebody called a thing, in a list: two lines of it at most, so that a long one leaves the others in sight. */
export function EntityName({ name }: { name: string }) {
  return (
    <bdi className="entity-name" title={name}>
      {name}
    </bdi>
  );
}

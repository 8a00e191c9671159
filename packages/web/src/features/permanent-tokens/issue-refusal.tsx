import { t } from '../../lib/messages.ts';
import { Notice } from '../../ui/notice.tsx';

/** Why the viewer may not issue tokens for this user, as the server says it. */
export interface IssueRefusal {
  readonly text: string;
  /** What the user holds and the viewer does not, by name. */
  readonly missing: readonly { readonly permission: string; readonly place: string }[];
}

/** The server's reason, and each right that is missing on a line of its own where there are several. */
export function IssueRefusalNotice({ refusal: { text, missing } }: { refusal: IssueRefusal }) {
  return (
    <Notice tone="warning">
      <p>{text}</p>
      {missing.length < 2 ? null : (
        <ul className="tokens-missing">
          {missing.map((right) => (
            <li key={`${right.permission} ${right.place}`}>{t.tokens.missing(right)}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

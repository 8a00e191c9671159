import { t } from '../../lib/messages.ts';
import { Notice } from '../../ui/notice.tsx';

/** Why the viewer may not issue tokens for this user, as the server says it. */
export interface IssueRefusal {
  readonly text: string;
  /** What the user holds and the viewer does not, by name. */
  readonly missing: readonly { readonly permission: string; readonly place: string }[];
}

export interface IssueRefusalNoticeProps {
  /** Whose tokens they would be; undefined for the viewer's own. */
  readonly login: string | undefined;
  readonly refusal: IssueRefusal;
}

/** The server's reason; of several rights that are missing, each stands on a line of its own. */
export function IssueRefusalNotice({ login, refusal: { text, missing } }: IssueRefusalNoticeProps) {
  return (
    <Notice tone="warning">
      {missing.length < 2 ? (
        <p>{text}</p>
      ) : (
        <>
          <p>{t.tokens.refused({ login })}</p>
          <ul className="tokens-missing">
            {missing.map((right) => (
              <li key={`${right.permission} ${right.place}`}>{t.tokens.missing(right)}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

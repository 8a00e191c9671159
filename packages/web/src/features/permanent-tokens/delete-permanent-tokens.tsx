import './delete-permanent-tokens.css';
import type { PermanentToken } from '@countersign/sdk';
import { useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { t } from '../../lib/messages.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { consequence, evidenceNote, evidenceSentence } from './evidence.ts';
import { useDeleteTokens } from './queries.ts';
import type { TokenOwner } from './token-owner.ts';

/** Beyond this many the number must be typed: nobody deletes so much by one slip. */
const countUntyped = 10;

export interface DeletePermanentTokensProps {
  readonly owner: TokenOwner;
  readonly open: boolean;
  readonly tokens: readonly PermanentToken[];
  readonly now: number;
  readonly onDeleted: (ids: ReadonlySet<string>) => void;
  /** Where to go on from when the rows that one came from are gone. */
  readonly nextFocus: () => HTMLElement | null;
  readonly onClose: () => void;
}

/** Asks with the evidence in sight, then deletes one by one. What could not be deleted stays in the dialog. */
export function DeletePermanentTokens(props: DeletePermanentTokensProps) {
  const { owner, open, tokens, now, onDeleted, nextFocus, onClose } = props;
  const deletion = useDeleteTokens(owner);
  const [anyGone, setAnyGone] = useState(false);
  const { failures } = deletion;
  const count = failures.length === 0 ? tokens.length : failures.length;
  const mustType = failures.length === 0 && count > countUntyped;

  const run = async () => {
    const targets = failures.length === 0 ? tokens : failures.map(({ row }) => row);
    const gone = await deletion.run(targets);
    if (gone.length > 0) {
      showToast(t.deletion.done({ names: gone.map(({ name }) => name) }));
      onDeleted(new Set(gone.map(({ id }) => id)));
      setAnyGone(true);
    }
    if (gone.length === targets.length) onClose();
  };
  const forget = () => {
    deletion.reset();
    setAnyGone(false);
  };

  return (
    <TypedConfirm
      open={open}
      expected={mustType ? String(count) : undefined}
      typeLabel={t.deletion.type({ count })}
      typeWrong={t.deletion.typeWrong({ count })}
      inputMode="numeric"
      title={t.deletion.title({ names: tokens.map(({ name }) => name) })}
      cancelLabel={failures.length === 0 ? t.frame.cancel : t.frame.close}
      confirmLabel={
        deletion.done !== undefined
          ? t.deletion.pending({ done: deletion.done, count })
          : failures.length === 0
            ? t.deletion.submit({ count })
            : t.deletion.retry
      }
      pending={deletion.done !== undefined}
      onConfirm={() => void run()}
      onCancel={onClose}
      onClosed={forget}
      {...(anyGone && { nextFocus })}
    >
      {failures.length > 0 ? (
        <Failures failures={failures} count={tokens.length} />
      ) : tokens.length === 1 ? (
        tokens.map((token) => <One key={token.id} token={token} now={now} />)
      ) : (
        <Several tokens={tokens} />
      )}
    </TypedConfirm>
  );
}

function One({ token, now }: { token: PermanentToken; now: number }) {
  return (
    <>
      <p>{evidenceSentence(token, now)}</p>
      <p>
        {consequence(token, now)} {t.deletion.final}
      </p>
    </>
  );
}

function Several({ tokens }: { tokens: readonly PermanentToken[] }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too. */}
      <ul className="doomed" tabIndex={0}>
        {tokens.map((token) => (
          <li key={token.id}>
            <span className="doomed-name">{token.name}</span>
            <span className="doomed-use">{evidenceNote(token)}</span>
          </li>
        ))}
      </ul>
      <p>
        {t.deletion.stopsMany} {t.deletion.final}
      </p>
    </>
  );
}

function Failures({
  failures,
  count,
}: {
  failures: ReturnType<typeof useDeleteTokens>['failures'];
  count: number;
}) {
  return (
    <Notice tone="danger" live>
      <strong>{t.deletion.failed({ failed: failures.length, count })}</strong>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too. */}
      <ul className="doomed" tabIndex={0}>
        {failures.map(({ row: token, error }) => (
          <li key={token.id}>
            <span className="doomed-name">{token.name}</span>
            <span className="doomed-use">{failureOf(error, 'write').text}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

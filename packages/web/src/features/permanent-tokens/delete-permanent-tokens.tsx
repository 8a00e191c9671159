import type { PermanentToken } from '@countersign/sdk';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { NamedList } from '../../lib/list/named-list.tsx';
import { t } from '../../lib/messages.ts';
import type { Owner } from '../../lib/owner.ts';
import { consequence, evidenceNote, evidenceSentence } from './evidence.ts';
import { useDeleteTokens } from './queries.ts';

/** Beyond this many the number must be typed: nobody deletes so much by one slip. */
const countUntyped = 10;

export interface DeletePermanentTokensProps {
  readonly owner: Owner;
  readonly open: boolean;
  readonly tokens: readonly PermanentToken[];
  readonly now: number;
  readonly onDeleted: (ids: ReadonlySet<string>) => void;
  /** Where to go on from when the rows that one came from are gone. */
  readonly nextFocus: () => HTMLElement | null;
  readonly onClose: () => void;
}

/** Asks with the evidence in sight: what the tokens were used for, and what would stop. */
export function DeletePermanentTokens(props: DeletePermanentTokensProps) {
  const { owner, open, tokens, now, onDeleted, nextFocus, onClose } = props;
  const deletion = useDeleteTokens(owner);
  const count = tokens.length;
  return (
    <ConfirmOneByOne
      open={open}
      rows={tokens}
      nameOf={({ name }) => name}
      act={deletion}
      {...(count > countUntyped && {
        typed: {
          expected: String(count),
          typeLabel: t.deletion.type({ count }),
          typeWrong: t.deletion.typeWrong({ count }),
          inputMode: 'numeric' as const,
        },
      })}
      texts={{
        title: t.deletion.title({ names: tokens.map(({ name }) => name) }),
        submit: t.deletion.submit({ count }),
        pending: t.deletion.pending,
        done: t.deletion.done,
        failed: t.deletion.failed,
      }}
      onDone={onDeleted}
      nextFocus={nextFocus}
      onClose={onClose}
    >
      {count === 1 ? (
        tokens.map((token) => <One key={token.id} token={token} now={now} />)
      ) : (
        <Several tokens={tokens} />
      )}
    </ConfirmOneByOne>
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
      <NamedList
        items={tokens.map((token) => ({ id: token.id, name: token.name, note: evidenceNote(token) }))}
      />
      <p>
        {t.deletion.stopsMany} {t.deletion.final}
      </p>
    </>
  );
}

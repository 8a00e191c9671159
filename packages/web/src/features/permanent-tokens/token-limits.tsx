import './token-limits.css';
import type { PermanentToken } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { formatDate } from '../../lib/time.ts';
import { Tag } from '../../ui/tag.tsx';
import { Tip } from '../../ui/tip.tsx';
import { grantText } from './grant-text.ts';

/** What keeps a token below what its owner may do: each a word, and what it means within reach. */
export function TokenLimits({
  token: { grant, capped, author, creationTime },
}: {
  token: Pick<PermanentToken, 'grant' | 'capped' | 'author' | 'creationTime'>;
}) {
  return (
    <>
      {grant !== null && <Limit word={t.tokens.narrowed} text={grantText(grant)} />}
      {capped && (
        <Limit
          word={t.tokens.capped}
          text={t.tokens.cappedBy({ author: author.login || author.id, date: formatDate(creationTime) })}
        />
      )}
    </>
  );
}

function Limit({ word, text }: { word: string; text: string }) {
  return (
    <Tip text={text}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what the word means must be within reach of a keyboard. */}
      <span className="token-limit" tabIndex={0}>
        <Tag tone="accent">{word}</Tag>
      </span>
    </Tip>
  );
}

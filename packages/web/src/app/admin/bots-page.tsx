import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { IssuePermanentToken } from '../../features/permanent-tokens/issue-permanent-token.tsx';
import { BotsList } from '../../features/users/bots-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';
import { meQuery } from '../../lib/queries.ts';

/** Administration, Access Management, Bots. A bot without a token can do nothing, so a new one is offered its first. */
export function BotsPage() {
  const search = useSearch({ from: pages.bots });
  const navigate = useNavigate({ from: pages.bots });
  const { data: me } = useQuery(meQuery);
  const [made, setMade] = useState<User>();
  const [issues, setIssues] = useState(false);
  if (me === undefined) return null;
  return (
    <>
      <PageHead title={t.bots.title} lead={t.bots.lead} />
      <BotsList
        myId={me.id}
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
        onCreated={(bot) => {
          setMade(bot);
          setIssues(true);
        }}
      />
      {made && (
        <IssuePermanentToken
          key={made.id}
          owner={made}
          refusal={undefined}
          open={issues}
          proposal={{ name: t.bots.firstToken({ name: made.name }), scope: [], expiry: undefined }}
          onClose={() => setIssues(false)}
        />
      )}
    </>
  );
}

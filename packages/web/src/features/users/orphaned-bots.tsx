import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../lib/api.ts';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { orphanedQuery } from './bots-query.ts';
import { ChooseOwner } from './choose-owner.tsx';

const noticedMax = 50;

/** Says which bots nobody answers for any more, and lets somebody be found. */
export function OrphanedBots() {
  const { data: orphans = [] } = useQuery({
    queryKey: ['users', 'orphaned'],
    queryFn: async ({ signal }) => {
      const range = { query: orphanedQuery, top: noticedMax, orderBy: 'name:asc', signal };
      return (await client.users.list(range)).users;
    },
  });
  const [asked, setAsked] = useState<readonly User[]>([]);
  const [open, setOpen] = useState(false);
  return (
    <>
      {orphans.length > 0 && (
        <Notice
          tone="warning"
          acts={
            <Button
              onClick={() => {
                setAsked(orphans);
                setOpen(true);
              }}
            >
              {t.bots.chooseOwner}
            </Button>
          }
        >
          {t.bots.orphaned({ names: orphans.map(({ login }) => login) })}
        </Notice>
      )}
      <ChooseOwner bots={asked} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

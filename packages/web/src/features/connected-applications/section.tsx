import type { RefreshToken } from '@countersign/sdk';
import { useState } from 'react';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { type Owner, ownerId, ownerLogin } from '../../lib/owner.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { formatRelative } from '../../lib/time.ts';
import { connectionColumns, consentColumns } from './columns.tsx';
import { EndableList } from './endable-list.tsx';
import { useConnections, useConsents, useEndConnections, useEndConsents } from './queries.ts';

export interface ConnectedApplicationsSectionProps {
  readonly owner: Owner;
  /** Why nothing of it can be ended; undefined where it can. */
  readonly refusal?: string | undefined;
}

/** Which applications act for a user, and to which they agreed: both end here. Consents are shown where there are any. */
export function ConnectedApplicationsSection({ owner, refusal }: ConnectedApplicationsSectionProps) {
  const userId = ownerId(owner);
  const login = ownerLogin(owner);
  const now = useNow();
  const connections = useConnections(userId);
  const consents = useConsents(userId);
  const endConnections = useEndConnections(userId);
  const endConsents = useEndConsents(userId);
  // Once there, the list stays when its last row goes: what was done there is said there.
  const [hasConsents, setHasConsents] = useState(false);
  if (!hasConsents && consents.all.length > 0) setHasConsents(true);
  const words = t.connectedApplications;
  const common = { login, refusal };
  const noteOf = ({ lastAccessTime }: RefreshToken) =>
    lastAccessTime === null ? words.neverUsed : words.lastUsed({ when: formatRelative(lastAccessTime, now) });
  return (
    <PageSection title={words.title} lead={words.lead({ login })}>
      <EndableList
        {...common}
        list={connections}
        columns={connectionColumns(now)}
        words={words.connections}
        act={endConnections}
        noteOf={noteOf}
      />
      {hasConsents && (
        <>
          <h3>{words.consents.heading}</h3>
          <EndableList
            {...common}
            list={consents}
            columns={consentColumns(now)}
            words={words.consents}
            act={endConsents}
          />
        </>
      )}
    </PageSection>
  );
}

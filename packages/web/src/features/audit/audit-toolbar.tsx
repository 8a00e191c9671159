import type { Ref, RefObject } from 'react';
import { client } from '../../lib/api.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { ListToolbar } from '../../lib/list/list-toolbar.tsx';
import { t } from '../../lib/messages.ts';
import { DownloadIcon } from '../../ui/icons.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { QueryAssist } from '../../ui/query-assist.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { AuditSearch, AuditView } from './view.ts';

export interface AuditToolbarProps {
  readonly view: AuditView;
  readonly onSearch: (change: AuditSearch) => void;
  readonly search: Ref<HTMLInputElement>;
  readonly exportLink: RefObject<HTMLAnchorElement | null>;
  /** What is wrong with the query. */
  readonly error: string | undefined;
  readonly totalText: string | undefined;
}

const suggest = completedBy(client.events.queryAssist);

/** Finding, watching and taking along what is in the log. */
export function AuditToolbar({ view, onSearch, search, exportLink, error, totalText }: AuditToolbarProps) {
  const { query, isLive } = view;
  const exportUrl = (format: 'jsonl' | 'csv') =>
    client.events.exportUrl({ format, ...(query !== '' && { query }) });
  return (
    <ListToolbar
      search={
        <QueryAssist
          ref={search}
          label={t.audit.search}
          placeholder={t.audit.searchExample}
          clearLabel={t.list.clear}
          error={error}
          value={query}
          suggest={suggest}
          onSearch={(next) => onSearch({ query: next === '' ? undefined : next })}
        />
      }
      acts={
        <>
          <Switch
            label={t.audit.live}
            checked={isLive}
            onChange={(on) => onSearch({ live: on ? 'on' : undefined })}
          />
          <LinkButton ref={exportLink} href={exportUrl('jsonl')} icon={<DownloadIcon />} download>
            {t.audit.exports.jsonl}
          </LinkButton>
          <LinkButton href={exportUrl('csv')} icon={<DownloadIcon />} download>
            {t.audit.exports.csv}
          </LinkButton>
        </>
      }
      selectedCount={0}
      totalText={totalText}
    />
  );
}

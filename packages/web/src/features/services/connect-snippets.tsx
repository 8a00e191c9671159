import { useQuery } from '@tanstack/react-query';
import { basePath } from '../../lib/base-path.ts';
import { t } from '../../lib/messages.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Snippet } from '../../ui/snippet.tsx';
import { introspectionSnippet, nginxSnippet, type SnippetService } from './snippets.ts';

/** Both ways of asking, for one service. */
export function ConnectSnippets({ service }: { service: SnippetService }) {
  const settings = useQuery(settingsQuery);
  const publicUrl = settings.data?.publicUrl ?? `${location.origin}${basePath}`;
  const copyLabels = { ...t.copy, copy: t.services.copySnippet };
  return (
    <>
      <Snippet
        label={t.services.ask}
        hint={t.services.askHint}
        text={introspectionSnippet(service, publicUrl)}
        copyLabels={copyLabels}
      />
      <Snippet
        label={t.services.nginx}
        hint={t.services.nginxHint}
        text={nginxSnippet(service, publicUrl)}
        copyLabels={copyLabels}
      />
    </>
  );
}

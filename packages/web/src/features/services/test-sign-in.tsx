import './services.css';
import type { Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { basePath } from '../../lib/base-path.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { pathsUnder } from '../../lib/paths.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Facts } from '../../ui/facts.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Snippet } from '../../ui/snippet.tsx';
import { printDuration } from './duration.ts';
import { hostOf } from './redirect-host.ts';
import { type SignInTest, signInAddress, signInTestOf, type TriedScope } from './sign-in-test.ts';

const scopes = ['sign-in', 'act'] as const;

/**
 * What a sign-in at the service comes to as its settings are saved, and a way to try it without the service. Nothing is
 * issued by looking; what is tried is a sign-in like any other, but for its code, which nobody can redeem.
 */
export function TestSignIn({ service }: { service: Service }) {
  const settings = useQuery(settingsQuery);
  const { redirectUris = [] } = service;
  const [chosen, setChosen] = useState(redirectUris[0]);
  const [scope, setScope] = useState<TriedScope>('sign-in');
  const [chance] = useState(() => crypto.getRandomValues(new Uint8Array(32)));
  const words = t.signInTest;
  const tried = signInTestOf(service);
  const redirectUri = redirectUris.find((uri) => uri === chosen) ?? redirectUris[0];
  const { authorize } = pathsUnder('').api(settings.data?.publicUrl ?? `${location.origin}${basePath}`);
  if (tried.obstacle !== undefined || redirectUri === undefined)
    return (
      <PagePart title={words.title} lead={words.lead}>
        <Notice tone="warning">{words.obstacles[tried.obstacle ?? 'address']}</Notice>
      </PagePart>
    );
  const address = signInAddress(authorize, service, { redirectUri, scope, chance });
  return (
    <PagePart
      title={words.title}
      lead={words.lead}
      acts={
        <LinkButton href={address} target="_blank" rel="noopener noreferrer">
          {words.open}
        </LinkButton>
      }
    >
      <div className="service-form">
        <Select
          label={words.back}
          options={redirectUris.map((uri) => ({ value: uri, label: uri }))}
          value={redirectUri}
          onChange={setChosen}
        />
        <Select
          label={words.scope}
          hint={words.scopeHints[scope]({ name: service.name })}
          options={scopes.map((value) => ({ value, label: words.scopes[value]({ name: service.name }) }))}
          value={scope}
          onChange={setScope}
        />
      </div>
      <Facts facts={factsOf(tried, redirectUri)} />
      <Snippet label={words.address} text={address} copyLabels={t.copy} />
      <p>{words.what}</p>
    </PagePart>
  );
}

function factsOf(tried: SignInTest, redirectUri: string) {
  const words = t.signInTest;
  const { viewers, asks, proves, connected, accessSeconds } = tried;
  return [
    { label: words.who, value: viewers.length === 0 ? words.administrators : viewers.join(', ') },
    { label: words.asked, value: words.asks[asks] },
    { label: words.goes, value: hostOf(redirectUri) },
    { label: words.proof, value: words.proves[proves] },
    { label: words.access, value: printDuration(accessSeconds) },
    {
      label: words.stays,
      value:
        connected === undefined
          ? words.notConnected
          : words.connected({ idle: printDuration(connected.idle), total: printDuration(connected.total) }),
    },
  ];
}

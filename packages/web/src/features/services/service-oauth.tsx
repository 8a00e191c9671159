import './services.css';
import type { Service } from '@countersign/sdk';
import { useActs } from '../../lib/acts.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { Faint } from '../../ui/faint.tsx';
import { showToast } from '../../ui/toast.tsx';
import { OAuthAddresses } from './oauth-addresses.tsx';
import { changeOf, checkOAuthDraft, draftOf, uriName } from './oauth-draft.ts';
import { OAuthFields } from './oauth-fields.tsx';
import { hasOAuthSettings, useServiceWrites } from './queries.ts';
import { RefusedRedirects } from './refused-redirects.tsx';
import { ServiceConnections } from './service-connections.tsx';
import { TestSignIn } from './test-sign-in.tsx';

/** How a service takes part in OAuth, and what it has to know for it. */
export function ServiceOAuth({ service }: { service: Service }) {
  if (!hasOAuthSettings(service)) return <Faint>{t.oauth.hidden}</Faint>;
  return (
    <>
      {/* Begun anew with what was saved elsewhere on the page. */}
      <OAuthForm key={(service.redirectUris ?? []).join()} service={service} />
      <RefusedRedirects service={service} />
      <TestSignIn service={service} />
      <PagePart
        title={t.oauth.usedBy}
        lead={t.oauth.usedByLead({ groups: service.viewers.map(({ name }) => name) })}
      />
      <OAuthAddresses service={service} />
      <ServiceConnections service={service} />
    </>
  );
}

function OAuthForm({ service }: { service: Service }) {
  const refusal = useActs('services', service.id).reasonOf('update');
  const writes = useServiceWrites();
  const form = useForm({
    initial: draftOf(service),
    check: checkOAuthDraft,
    itemName: uriName,
    write: (_draft, changed) => writes.update(service.id, changeOf(changed)),
    onDone: (saved) => {
      // As the authority has it: what was typed may be the same in other words.
      form.change(draftOf(saved));
      showToast(t.oauth.saved({ name: saved.name }));
    },
  });
  return (
    <PagePart
      title={t.oauth.title}
      lead={service.selfRegistered === true ? t.oauth.leadSelfRegistered : t.oauth.lead}
    >
      <form ref={form.element} className="service-form" noValidate onSubmit={form.submit}>
        <FormFailure failure={form.failure} title={t.oauth.failed} />
        <OAuthFields form={form} />
        <div>
          <Button
            type="submit"
            weight="primary"
            pending={form.isPending}
            disabledReason={refusal ?? (form.isChanged ? undefined : t.services.saveNothing)}
          >
            {t.services.save}
          </Button>
        </div>
      </form>
    </PagePart>
  );
}

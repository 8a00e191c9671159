import './services.css';
import type { Service } from '@countersign/sdk';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { BinIcon } from '../../ui/icons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ConnectSnippets } from './connect-snippets.tsx';
import { DeleteService } from './delete-service.tsx';
import { authorityServiceId, useServiceWrites } from './queries.ts';
import { SecretPart } from './secret-part.tsx';
import { checkServiceDraft, ServiceFields } from './service-fields.tsx';
import { VerdictMemory } from './verdict-memory.tsx';

export interface ServiceSettingsProps {
  readonly service: Service;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
}

/** What a service is called, its secret, how it is connected, and its end. */
export function ServiceSettings({ service, onDeleted }: ServiceSettingsProps) {
  const acts = useActs('services', service.id);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <SettingsForm service={service} refusal={acts.reasonOf('update')} />
      {service.id !== authorityServiceId && (
        <>
          <SecretPart service={service} refusal={acts.reasonOf('rotateSecret')} />
          <VerdictMemory service={service} refusal={acts.reasonOf('update')} />
          <PagePart title={t.services.connect} lead={t.services.connectLead}>
            <ConnectSnippets service={service} />
          </PagePart>
        </>
      )}
      <PagePart
        title={t.services.deletion}
        lead={t.services.deletionLead}
        acts={
          <Button
            icon={<BinIcon />}
            disabledReason={acts.reasonOf('delete')}
            onClick={() => setDeleting(true)}
          >
            {t.services.delete}
          </Button>
        }
      />
      <DeleteService
        service={service}
        open={isDeleting}
        onDeleted={onDeleted}
        onClose={() => setDeleting(false)}
      />
    </>
  );
}

function SettingsForm({ service, refusal }: { service: Service; refusal: string | undefined }) {
  const writes = useServiceWrites();
  const form = useForm({
    initial: {
      name: service.name,
      key: service.key,
      description: service.description ?? '',
      homeUrl: service.homeUrl ?? '',
    },
    check: checkServiceDraft,
    write: (_draft, changed) => writes.update(service.id, changed),
    onDone: ({ name }) => showToast(t.services.saved({ name })),
  });
  return (
    <PagePart title={t.services.settings} lead={t.services.settingsLead}>
      <form ref={form.element} className="service-form" noValidate onSubmit={form.submit}>
        <FormFailure failure={form.failure} title={t.services.saveFailed} />
        <ServiceFields form={form} />
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

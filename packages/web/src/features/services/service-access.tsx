import './services.css';
import type { Service } from '@countersign/sdk';
import { useActs } from '../../lib/acts.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { searchGroups } from '../../lib/pick/search-entities.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useServiceWrites } from './queries.ts';

/** Whom a service is open to: who is in none of its groups is refused at its door. */
export function ServiceAccess({ service }: { service: Service }) {
  const { id, name } = service;
  const refusal = useActs('services', id).reasonOf('update');
  const writes = useServiceWrites();
  const initial: { viewers: readonly PickerItem[] } = {
    viewers: service.viewers.map((group) => ({ id: group.id, label: group.name })),
  };
  const form = useForm({
    initial,
    write: ({ viewers }) => writes.update(id, { viewers: viewers.map((group) => ({ id: group.id })) }),
    onDone: () => showToast(t.viewers.saved({ name })),
  });
  return (
    <PagePart title={t.viewers.title} lead={t.viewers.lead}>
      <form ref={form.element} className="service-form" noValidate onSubmit={form.submit}>
        <FormFailure failure={form.failure} title={t.viewers.failed} />
        <EntitiesField
          label={t.viewers.groups}
          hint={t.viewers.hint}
          error={form.errors.viewers}
          value={form.draft.viewers}
          search={searchGroups}
          onChange={(viewers) => form.change({ viewers })}
        />
        {form.draft.viewers.length === 0 && <Notice tone="warning">{t.viewers.nobody}</Notice>}
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

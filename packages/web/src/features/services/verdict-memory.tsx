import type { Service } from '@countersign/sdk';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { type FormErrors, useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useServiceWrites } from './queries.ts';

interface MemoryDraft {
  readonly verdictMemory: string;
}

/** For how long a verifier inside the service may believe what it remembers. */
export function VerdictMemory({ service, refusal }: { service: Service; refusal: string | undefined }) {
  const writes = useServiceWrites();
  const words = t.verdictMemory;
  const form = useForm({
    initial: { verdictMemory: String(service.verdictMemory ?? 0) },
    check: checkDraft,
    write: ({ verdictMemory }) => writes.update(service.id, { verdictMemory: Number(verdictMemory) }),
    onDone: () => showToast(words.saved),
  });
  const { draft, errors, change } = form;
  return (
    <PagePart title={words.title} lead={words.lead}>
      <form ref={form.element} className="service-form" noValidate onSubmit={form.submit}>
        <FormFailure failure={form.failure} title={t.services.saveFailed} />
        <TextField
          label={words.seconds}
          hint={words.hint}
          inputMode="numeric"
          value={draft.verdictMemory}
          error={errors.verdictMemory}
          onChange={(verdictMemory) => change({ verdictMemory })}
        />
        <div>
          <Button
            type="submit"
            pending={form.isPending}
            disabledReason={refusal ?? (form.isChanged ? undefined : t.services.saveNothing)}
          >
            {words.submit}
          </Button>
        </div>
      </form>
    </PagePart>
  );
}

function checkDraft({ verdictMemory }: MemoryDraft): FormErrors<MemoryDraft> {
  const isGood = /^\d{1,2}$/.test(verdictMemory.trim()) && Number(verdictMemory) <= 60;
  return isGood ? {} : { verdictMemory: t.verdictMemory.rule };
}

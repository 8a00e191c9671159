import type { Form } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { searchJoinableGroups } from '../../lib/pick/search-entities.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { GroupDraft } from './group-draft.ts';

/** What a group is called, what it is for and where it nests: the same for a new one and for an old one. */
export function GroupFields<Draft extends GroupDraft>({ form }: { form: Form<Draft> }) {
  const { draft, errors, change, first } = form;
  const set = (to: Partial<GroupDraft>) => change(to as Partial<Draft>);
  return (
    <>
      <TextField
        ref={first}
        label={t.groups.name}
        error={errors.name}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <TextArea
        label={t.form.description}
        error={errors.description}
        value={draft.description}
        onChange={(description) => set({ description })}
      />
      <EntityField
        label={t.groups.parent}
        hint={t.groups.parentHint}
        error={errors.parent}
        search={searchJoinableGroups}
        value={draft.parent}
        onChange={(parent) => set({ parent })}
      />
    </>
  );
}

/** A group as a form holds it: a new one, or what shall be different about one. */
import type { UserGroup } from '@countersign/sdk';
import type { FormErrors } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import type { PickerItem } from '../../ui/picker.tsx';

export interface GroupDraft {
  readonly name: string;
  readonly description: string;
  readonly parent: PickerItem | undefined;
}

export function draftOf({ name, description, parent }: UserGroup): GroupDraft {
  return {
    name,
    description: description ?? '',
    parent: parent === null ? undefined : { id: parent.id, label: parent.name },
  };
}

export function checkGroup({ name }: { readonly name: string }): FormErrors<GroupDraft> {
  return name.trim() === '' ? { name: t.form.nameMissing } : {};
}

/** What has changed, as the API takes it: nothing stands for nothing, never for "as it was". */
export function groupChange(changed: Partial<GroupDraft>) {
  const { name, description } = changed;
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(description !== undefined && { description }),
    ...('parent' in changed && { parent: parentOf(changed.parent) }),
  };
}

export function parentOf(parent: PickerItem | undefined): { id: string } | null {
  return parent === undefined ? null : { id: parent.id };
}

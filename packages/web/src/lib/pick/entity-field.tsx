import type { Ref } from 'react';
import { EntitiesPicker, EntityPicker } from '../../ui/entity-picker.tsx';
import type { FieldTexts } from '../../ui/field.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { t } from '../messages.ts';
import type { EntitySearch } from './search-entities.ts';

interface Shared extends FieldTexts {
  readonly search: EntitySearch;
  readonly ref?: Ref<HTMLInputElement>;
}

export interface EntityFieldProps extends Shared {
  readonly value: PickerItem | undefined;
  readonly onChange: (value: PickerItem | undefined) => void;
}

export interface EntitiesFieldProps extends Shared {
  readonly value: readonly PickerItem[];
  readonly onChange: (value: readonly PickerItem[]) => void;
}

const texts = {
  placeholder: t.pick.placeholder,
  openLabel: t.pick.open,
  removeLabel: (name: string) => t.pick.remove({ name }),
  searchingText: t.pick.searching,
  emptyText: t.pick.none,
  failedText: t.pick.failed,
};

/** One user, group, role or project of a form. */
export function EntityField(props: EntityFieldProps) {
  return <EntityPicker {...texts} {...props} />;
}

/** Several of them. */
export function EntitiesField(props: EntitiesFieldProps) {
  return <EntitiesPicker {...texts} {...props} />;
}

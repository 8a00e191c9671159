import type { UserReference } from '@countersign/sdk';
import type { PickerItem } from '../../ui/picker.tsx';

/** A user as pickers show them. */
export function pickedUser({ id, login, name }: Pick<UserReference, 'id' | 'login' | 'name'>): PickerItem {
  return { id, label: name || login, note: login };
}

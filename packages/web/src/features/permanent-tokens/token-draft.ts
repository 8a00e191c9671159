/** A token that is not made yet: what the form holds, and what is still wrong with it. */
import type { Permission, Service } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import type { PickerItem } from '../../ui/picker.tsx';
import type { ExpiryChoice } from './expiry-choice.ts';
import type { Proposal } from './view.ts';

export interface TokenDraft {
  readonly name: string;
  /** Services by id, or by key where a link named them. */
  readonly scope: readonly string[];
  /** Undefined while the installation's own proposal is good enough. */
  readonly expiry: ExpiryChoice | undefined;
  readonly description: string;
  /** Keys of the only permissions it may use; empty is all. */
  readonly permissions: readonly string[];
  /** The only projects it may use them in; empty is all. */
  readonly projects: readonly PickerItem[];
}

export const draftFields = ['name', 'scope', 'expires', 'description', 'permissions', 'projects'] as const;
export type DraftErrors = Readonly<Partial<Record<(typeof draftFields)[number], string>>>;

export function draftFrom(proposal: Proposal | undefined): TokenDraft {
  return {
    name: proposal?.name ?? '',
    scope: proposal?.scope ?? [],
    expiry: proposal?.expiry,
    description: '',
    permissions: [],
    projects: [],
  };
}

/** The services that a draft names, and the names that none of the offered services has. */
export function resolveScope(scope: readonly string[], offered: readonly Service[]) {
  const found = scope.map((name) => offered.find(({ id, key }) => id === name || key === name));
  return {
    chosen: [...new Set(found.filter((service) => service !== undefined))],
    unknown: scope.filter((_name, index) => found[index] === undefined),
  };
}

/** The permissions of a draft that its services offer: those of a service that was taken away again went with it. */
export function resolvePermissions(
  { permissions }: Pick<TokenDraft, 'permissions'>,
  offered: readonly Permission[],
): readonly Permission[] {
  return permissions.flatMap((key) => offered.find((permission) => permission.key === key) ?? []);
}

export interface CheckedDraft {
  readonly name: string;
  readonly chosen: readonly Service[];
  readonly expires: number | null | undefined;
  readonly permissions: readonly Permission[];
  readonly projects: readonly PickerItem[];
}

/** What can be said without asking the server; it has the last word. */
export function checkDraft(draft: CheckedDraft, now: number): DraftErrors {
  const { name, chosen, expires, permissions, projects } = draft;
  const everywhere = projects.length === 0 ? [] : permissions.filter(({ global }) => global);
  return {
    ...(name.trim() === '' && { name: t.issue.nameMissing }),
    ...(chosen.length === 0 && { scope: t.issue.scopeMissing }),
    ...(expires === undefined && { expires: t.issue.dateMissing }),
    ...(typeof expires === 'number' && expires <= now && { expires: t.issue.datePast }),
    ...(everywhere.length > 0 && {
      permissions: t.issue.permissionsGlobal({ names: everywhere.map((permission) => permission.name) }),
    }),
  };
}

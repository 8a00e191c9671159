/** A token that is not made yet: what the form holds, and what is still wrong with it. */
import type { Service } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import type { ExpiryChoice } from './expiry-choice.ts';
import type { Proposal } from './view.ts';

export interface TokenDraft {
  readonly name: string;
  /** Services by id, or by key where a link named them. */
  readonly scope: readonly string[];
  /** Undefined while the installation's own proposal is good enough. */
  readonly expiry: ExpiryChoice | undefined;
  readonly description: string;
}

export const draftFields = ['name', 'scope', 'expires', 'description'] as const;
export type DraftErrors = Readonly<Partial<Record<(typeof draftFields)[number], string>>>;

export function draftFrom(proposal: Proposal | undefined): TokenDraft {
  return {
    name: proposal?.name ?? '',
    scope: proposal?.scope ?? [],
    expiry: proposal?.expiry,
    description: '',
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

/** What can be said without asking the server; it has the last word. */
export function checkDraft(
  { name, chosen, expires }: { name: string; chosen: readonly Service[]; expires: number | null | undefined },
  now: number,
): DraftErrors {
  return {
    ...(name.trim() === '' && { name: t.issue.nameMissing }),
    ...(chosen.length === 0 && { scope: t.issue.scopeMissing }),
    ...(expires === undefined && { expires: t.issue.dateMissing }),
    ...(typeof expires === 'number' && expires <= now && { expires: t.issue.datePast }),
  };
}

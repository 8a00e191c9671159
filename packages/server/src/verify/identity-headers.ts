import type { GroupReference, User } from '@countersign/core';

/** Whoever passes a door. */
export interface Visitor {
  readonly subject: User;
  readonly groups: readonly GroupReference[];
}

/**
 * Who it is, for the application behind the proxy. All four are always sent, empty when there is nothing: a
 * proxy that copies a missing header may leave the visitor's own standing.
 */
export function identityHeaders({ subject, groups }: Visitor): readonly string[] {
  return [
    'Remote-User',
    subject.login,
    'Remote-Name',
    headerText(subject.name),
    'Remote-Email',
    headerText(subject.email ?? ''),
    'Remote-Groups',
    groups.map((group) => headerText(group.name)).join(','),
  ];
}

/** Header values are ASCII; everything else is percent-encoded as UTF-8, `%` and `,` too so that it can be undone. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x24\x26-\x2b\x2d-\x7e]/gu, (character) => encodeURIComponent(character));
}

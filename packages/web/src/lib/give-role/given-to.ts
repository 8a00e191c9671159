/** To whom a role is given, or where: the side of a given role that the page is about. */

export type Side = 'user' | 'group' | 'role' | 'project';

export interface Fixed {
  readonly kind: Side;
  readonly id: string;
  readonly name: string;
}

const kinds = { user: 'users', group: 'usergroups', role: 'roles', project: 'projects' } as const;

/** Begins as all that is read of this side does: it goes with it. */
export function givenRolesKey({ kind, id }: Pick<Fixed, 'kind' | 'id'>) {
  return [kinds[kind], id, 'projectroles'] as const;
}

/** The given roles that have this side, as a query. */
export function givenRolesQuery({ kind, id }: Pick<Fixed, 'kind' | 'id'>): string {
  return `${kind}: {${id}}`;
}

import type { PermissionKey } from '../kernel/id.ts';
import { allowed } from '../kernel/result.ts';
import type { Attributes, FlagAttribute } from '../query/attributes.ts';
import type { FlagTest, PlainTest, Query } from '../query/query.ts';
import type { Result } from '../refusal.ts';
import type { Actor } from './actor.ts';
import { checkHolds } from './guard.ts';

/**
 * What somebody must hold, beyond reading a list, to ask it for something: whoever may narrow a list by what it
 * does not show them reads it all the same, one question at a time. Total over the attributes, and over the words
 * of a flag.
 */
export type QueryNeeds<List extends Attributes> = {
  readonly [Name in keyof List]: List[Name] extends FlagAttribute<infer Word>
    ? Readonly<Record<Word, PermissionKey | undefined>>
    : PermissionKey | undefined;
};

/** Refuses a query that asks for more than the actor may see, and names the attribute. */
export function authorizeQuery<List extends Attributes>(
  actor: Actor,
  query: Query<List> | undefined,
  needs: QueryNeeds<List>,
): Result<void> {
  if (query === undefined) return allowed;
  // Each name in the tree is one of the declaration, and so of the table of needs.
  for (const { name, test } of asked(query as Query)) {
    const need = (needs as Readonly<Record<string, Need>>)[name];
    const key = typeof need === 'object' ? need[(test as FlagTest).word] : need;
    if (key === undefined) continue;
    const act = typeof need === 'object' ? `ask "${name}: ${(test as FlagTest).word}"` : `ask for "${name}"`;
    const may = checkHolds(actor, act, key);
    if (!may.ok) return may;
  }
  return allowed;
}

type Need = PermissionKey | undefined | Readonly<Record<string, PermissionKey | undefined>>;

function asked(query: Query): readonly { readonly name: string; readonly test: PlainTest | undefined }[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.flatMap(asked);
    case 'not':
      return asked(query.part);
    case 'attribute':
      return [{ name: query.name, test: query.test as PlainTest }];
    case 'tuple':
      return [{ name: query.name, test: undefined }];
    case 'text':
      return [];
  }
}

import type { AuditChange, AuditValue } from './event.ts';

/** The fields in which two states of a thing differ, for its event: in the order given, lists compared by content. */
export function changedFields<Thing>(
  before: Thing,
  after: Thing,
  fields: { readonly [Field in keyof Thing]?: true },
): readonly AuditChange[] {
  return (Object.keys(fields) as (keyof Thing & string)[]).flatMap((field) => {
    const [was, is] = [before[field], after[field]] as [AuditValue | undefined, AuditValue | undefined];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });
}

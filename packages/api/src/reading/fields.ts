/**
 * Partial answers: which members of an entity the caller wants, as `name,scope(id,key),user/login`.
 *
 * `a/b` and `a(b)` mean the same and may be mixed. An empty text asks for no member, unknown names are
 * ignored (clients put the page's own `total` into the same list), white space and empty items are tolerated.
 * Length, depth and open brackets are not. Names only ever select among an entity's own members, so
 * `__proto__` and `constructor` are names nobody has.
 */
import { type Reading, readable, unreadable } from './field-error.ts';

/** The members asked for; a member without members of its own is a leaf. */
export type FieldTree = ReadonlyMap<string, FieldTree>;
type GrowingTree = Map<string, GrowingTree>;

const lengthMax = 2_000;
const depthMax = 10;
const basics: ReadonlySet<string> = new Set(['type', 'id', 'name', 'login', 'key']);
const token = /[,()/]|[^,()/]+/g;

/** Reads the text of the query parameter `fields`. */
export function parseFields(text: string): Reading<FieldTree> {
  if (text.length > lengthMax) return unreadable('fields', `must be at most ${lengthMax} characters`);
  const root: GrowingTree = new Map();
  // `enclosing` holds the list of each open bracket with its depth; `current` is where the next name belongs.
  const enclosing: { tree: GrowingTree; depth: number }[] = [];
  let list = { tree: root, depth: 1 };
  let current = list;
  let last: GrowingTree | undefined;
  for (const [part] of text.matchAll(token)) {
    switch (part) {
      case ',':
        current = list;
        last = undefined;
        break;
      case '/':
      case '(':
        if (last === undefined) return unreadable('fields', `must have a name before "${part}"`);
        current = { tree: last, depth: current.depth + 1 };
        if (current.depth > depthMax) return unreadable('fields', `must be at most ${depthMax} levels deep`);
        if (part === '(') {
          enclosing.push(list);
          list = current;
        }
        last = undefined;
        break;
      case ')': {
        const outer = enclosing.pop();
        if (outer === undefined)
          return unreadable('fields', 'must not close a bracket that was never opened');
        list = outer;
        current = list;
        last = undefined;
        break;
      }
      default: {
        const name = part.trim();
        if (name !== '') last = grow(current.tree, name);
      }
    }
  }
  return enclosing.length > 0 ? unreadable('fields', 'must close every bracket') : readable(root);
}

function grow(tree: GrowingTree, name: string): GrowingTree {
  const existing = tree.get(name);
  if (existing !== undefined) return existing;
  const grown: GrowingTree = new Map();
  tree.set(name, grown);
  return grown;
}

/**
 * The entity as the caller asked for it. Without a tree: all its members, nested entities reduced to their
 * basics. `type` is always there, as clients tell entities apart by it, and so are the members that `always`
 * names.
 */
export function projectFields(
  entity: Readonly<Record<string, unknown>>,
  tree: FieldTree | undefined,
  always: readonly string[] = [],
): Record<string, unknown> {
  const wanted = (name: string) =>
    tree === undefined || name === 'type' || tree.has(name) || always.includes(name);
  return mapMembers(entity, wanted, (name, value) => projectValue(value, tree?.get(name)));
}

function projectValue(value: unknown, tree: FieldTree | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => projectValue(item, tree));
  if (!isObject(value)) return value;
  if (tree !== undefined && tree.size > 0) return projectFields(value, tree);
  return reduce(value);
}

// An object with an id is an entity and shrinks to its basics; one without is a value, which no other address
// would give.
function reduce(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reduce);
  if (!isObject(value)) return value;
  const isEntity = Object.hasOwn(value, 'id');
  return mapMembers(
    value,
    (name) => !isEntity || basics.has(name),
    (_, member) => reduce(member),
  );
}

// Object.fromEntries defines members and never assigns them: no setter of a prototype runs.
function mapMembers(
  object: Readonly<Record<string, unknown>>,
  wanted: (name: string) => boolean,
  project: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  const members = Object.entries(object).filter(([name, value]) => value !== undefined && wanted(name));
  return Object.fromEntries(members.map(([name, value]) => [name, project(name, value)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

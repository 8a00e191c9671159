import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FieldTree, parseFields, projectFields } from './fields.ts';

const token = {
  type: 'permanentToken',
  id: '62-0',
  name: 'ci',
  expires: null,
  user: { type: 'user', id: 'u', login: 'jane', name: 'Jane', banned: false, profile: { email: 'j@x' } },
  scope: [{ type: 'service', id: 's', key: 'wiki', name: 'Wiki', homeUrl: 'http://wiki' }],
  recentUse: {
    days: 7,
    services: [{ service: { type: 'service', id: 's', homeUrl: 'http://wiki' }, count: 2 }],
  },
};

function treeOf(text: string): FieldTree {
  const reading = parseFields(text);
  assert.ok(reading.ok, text);
  return reading.value;
}

const project = (text: string) => projectFields(token, treeOf(text));

function faultOf(text: string) {
  const reading = parseFields(text);
  assert.ok(!reading.ok, text);
  assert.equal(reading.errors[0]?.field, 'fields');
  return reading.errors[0]?.rule;
}

test('a slash and a bracket mean the same, and mix', () => {
  assert.deepEqual(treeOf('a/b/c,a/d'), treeOf('a(b(c),d)'));
  assert.deepEqual(
    treeOf('profile(email/email,avatar/url)'),
    treeOf('profile/email/email,profile(avatar(url))'),
  );
  assert.deepEqual(treeOf('a/b(c,d),e'), treeOf('a(b(c,d)),e'));
});

test('without fields every member is there and nested entities are reduced to their basics', () => {
  assert.deepEqual(projectFields(token, undefined), {
    type: 'permanentToken',
    id: '62-0',
    name: 'ci',
    expires: null,
    user: { type: 'user', id: 'u', login: 'jane', name: 'Jane' },
    scope: [{ type: 'service', id: 's', key: 'wiki', name: 'Wiki' }],
    recentUse: { days: 7, services: [{ service: { type: 'service', id: 's' }, count: 2 }] },
  });
});

test('only the members asked for are answered, beside the type', () => {
  assert.deepEqual(project('name,total,user/login,scope(homeUrl)'), {
    type: 'permanentToken',
    name: 'ci',
    user: { type: 'user', login: 'jane' },
    scope: [{ type: 'service', homeUrl: 'http://wiki' }],
  });
  assert.deepEqual(project('user'), {
    type: 'permanentToken',
    user: { type: 'user', id: 'u', login: 'jane', name: 'Jane' },
  });
});

test('empty fields are legal and answer the type alone', () => {
  assert.deepEqual(project(''), { type: 'permanentToken' });
  assert.deepEqual(project(' , ,'), { type: 'permanentToken' });
  assert.deepEqual(project('$type,nothing'), { type: 'permanentToken' });
});

test('a member that is always answered is there even when fields leaves it out', () => {
  assert.deepEqual(projectFields(token, treeOf('id'), ['expires']), {
    type: 'permanentToken',
    id: '62-0',
    expires: null,
  });
});

test('names of prototypes select nothing and touch nothing', () => {
  const names = '__proto__(admin),constructor/prototype,toString,hasOwnProperty';
  assert.deepEqual(project(names), { type: 'permanentToken' });
  assert.equal(Object.getPrototypeOf(project(names)), Object.prototype);
  const own = JSON.parse('{"type":"t","__proto__":{"admin":true}}');
  const projected = projectFields(own, treeOf('__proto__'));
  assert.equal(Object.getPrototypeOf(projected), Object.prototype);
  assert.equal((projected as { admin?: boolean }).admin, undefined);
});

test('brackets that do not match, names that are missing, and too much of it are refused', () => {
  assert.equal(faultOf('a(b'), 'must close every bracket');
  assert.equal(faultOf('a)'), 'must not close a bracket that was never opened');
  assert.equal(faultOf('(a)'), 'must have a name before "("');
  assert.equal(faultOf('a//b'), 'must have a name before "/"');
  assert.equal(faultOf('a'.repeat(2_001)), 'must be at most 2000 characters');
  assert.equal(faultOf('a/a/a/a/a/a/a/a/a/a/a'), 'must be at most 10 levels deep');
  assert.equal(faultOf('a('.repeat(500)), 'must be at most 10 levels deep');
  assert.ok(parseFields('a/a/a/a/a/a/a/a/a/a').ok);
});

test('a tree that was printed reads as the same tree', () => {
  const name = fc.stringMatching(/^[A-Za-z_$][A-Za-z0-9_$]{0,8}$/);
  const { tree } = fc.letrec<{ tree: Map<string, unknown> }>((tie) => ({
    tree: fc
      .array(fc.tuple(name, fc.oneof({ maxDepth: 4 }, fc.constant(new Map()), tie('tree'))), { maxLength: 3 })
      .map((entries) => new Map<string, unknown>(entries)),
  }));
  const print = (of: Map<string, unknown>): string =>
    [...of]
      .map(
        ([key, inner]) =>
          `${key}${(inner as Map<string, unknown>).size > 0 ? `(${print(inner as never)})` : ''}`,
      )
      .join();
  fc.assert(
    fc.property(tree, (of) => {
      assert.deepEqual(treeOf(print(of)), of);
    }),
  );
});

test('no text makes the reader throw, and projection never adds a member', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'user', 'scope', 'id', '__proto__', ',', '/', '(', ')', ' ')),
      (parts) => {
        const reading = parseFields(parts.join(''));
        if (!reading.ok) return;
        const projected = projectFields(token, reading.value);
        assert.ok(Object.keys(projected).every((name) => Object.hasOwn(token, name)));
      },
    ),
  );
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { endpoints } from './endpoints.ts';
import { openApiDocument } from './openapi.ts';

const document = openApiDocument({ publicUrl: 'http://localhost:4700', version: '0.0.0' });
const golden = new URL('openapi.golden.json', import.meta.url);

type Node = { readonly [key: string]: unknown };

function* nodes(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const member of Object.values(value)) yield* nodes(member);
}

// After a wanted change: UPDATE_GOLDEN=1 node --test packages/api/src/openapi.test.ts
test('the document is the one that was agreed on', () => {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, 'utf8'));
});

test('every endpoint is an operation, and every operation an endpoint', () => {
  const operations = [...nodes(document.paths)].flatMap(({ operationId }) => operationId ?? []);
  assert.deepEqual(operations.sort(), endpoints.map(({ id }) => id).sort());
});

test('every reference leads to a component, and every component is referred to', () => {
  const { schemas } = document.components as { schemas: Node };
  const referred = new Set(
    [...nodes(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? $ref : [])),
  );
  const known = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`));
  assert.deepEqual([...referred].sort(), [...known].sort());
});

test('every parameter of a path is described, and is there', () => {
  for (const [path, item] of Object.entries(document.paths as Record<string, Node>)) {
    for (const { parameters } of Object.values(item) as { parameters: Node[] }[]) {
      const described = parameters.filter((parameter) => parameter.in === 'path');
      assert.deepEqual(
        described.map(({ name }) => name),
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      assert.ok(parameters.every(({ description }) => typeof description === 'string'));
    }
  }
});

test('every answer but the one that says yes is described and has the shape of an error', () => {
  for (const { responses } of nodes(document.paths)) {
    for (const [status, response] of Object.entries((responses ?? {}) as Record<string, Node>)) {
      assert.equal(typeof response.description, 'string');
      if (Number(status) < 400 || response.content === undefined) continue;
      assert.match(JSON.stringify(response.content), /\/(Oauth)?Error"/);
    }
  }
});

test('answers may gain members, so no schema but the closed one forbids them', () => {
  const closed = [...nodes(document)].filter(({ additionalProperties }) => additionalProperties === false);
  assert.equal(closed.length, 1);
});

test('only the answers that show a secret once have one', () => {
  const { schemas } = document.components as { schemas: Record<string, { properties?: Node }> };
  const having = (member: string) =>
    Object.keys(schemas).filter((name) => Object.hasOwn(schemas[name]?.properties ?? {}, member));
  assert.deepEqual(having('token'), ['IssuedPermanentToken', 'IntrospectionRequest']);
  assert.deepEqual(having('secret'), ['ServiceWithSecret']);
  assert.deepEqual(having('client_secret'), [
    'RegisteredClient',
    'IntrospectionRequest',
    'VerdictChangesRequest',
  ]);
  assert.deepEqual(having('password'), ['UserCreate', 'UserDetailsUpdate', 'IssuedApplicationPassword']);
});

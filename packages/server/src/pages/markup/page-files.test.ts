import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Fastify from 'fastify';
import { mark } from './mark.ts';
import { icon, registerPageFiles, styleSheet } from './page-files.ts';

const webSources = new URL('../../../../web/src/', import.meta.url);
const readWeb = (path: string) => readFileSync(new URL(path, webSources), 'utf8');

/** The custom properties of a style sheet, with every value they are given. */
function tokensOf(css: string): Map<string, string[]> {
  const tokens = new Map<string, string[]>();
  for (const [, name = '', value = ''] of css.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g))
    tokens.set(name, [...(tokens.get(name) ?? []), value]);
  return tokens;
}

test('the pages and the web application look alike: a token of one name has one value', () => {
  const web = tokensOf(readWeb('ui/tokens.css'));
  const pages = tokensOf(styleSheet.text);
  assert.ok(pages.size > 20);
  for (const [name, values] of pages) assert.deepEqual(values, web.get(name), name);
});

test('the style sheet defines each token that it uses and no other', () => {
  const used = new Set([...styleSheet.text.matchAll(/var\((--[a-z0-9-]+)\)/g)].map(([, name]) => name));
  assert.deepEqual([...used].sort(), [...tokensOf(styleSheet.text).keys()].sort());
});

test('the style sheet loads nothing', () => {
  assert.doesNotMatch(styleSheet.text, /url\(|@import|https?:/);
});

test('the pages and the web application carry the same mark', () => {
  const pathsOf = (text: string) => [...text.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(pathsOf(mark.toString()), pathsOf(readWeb('ui/mark.tsx')));
  assert.deepEqual(pathsOf(icon.text), pathsOf(readWeb('app/icon.svg')));
});

test('files are kept for ever under the address that names their content, and asked for again under any other', async () => {
  const app = Fastify();
  registerPageFiles(app);
  const exact = await app.inject(styleSheet.path);
  assert.equal(exact.statusCode, 200);
  assert.equal(exact.headers['content-type'], 'text/css; charset=utf-8');
  assert.equal(exact.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(exact.body, styleSheet.text);

  const plain = await app.inject('/pages.css');
  assert.equal(plain.headers['cache-control'], 'no-cache');
  const again = await app.inject({
    url: '/pages.css',
    headers: { 'if-none-match': String(plain.headers.etag) },
  });
  assert.equal(again.statusCode, 304);
  assert.equal(again.body, '');
  assert.equal((await app.inject(icon.path)).headers['content-type'], 'image/svg+xml; charset=utf-8');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { html } from './html.ts';

test('whatever is put into a template is text', () => {
  const text = `<script>alert("1" & '2')</script>`;
  const escaped = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';
  assert.equal(html`<p title="${text}">${text}</p>`.toString(), `<p title="${escaped}">${escaped}</p>`);
});

test('no text can leave its element or its quoted attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inside = html`${text}`.toString();
      assert.doesNotMatch(inside, /[<>"'\0]/);
      assert.doesNotMatch(inside, /&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('escaping loses nothing but NUL', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const back = html`${text}`
        .toString()
        .replaceAll(
          /&(lt|gt|quot|#39);/g,
          (_, name) => ({ lt: '<', gt: '>', quot: '"', '#39': "'" })[name as 'lt'],
        )
        .replaceAll('&amp;', '&');
      assert.equal(back, text.replaceAll('\0', '\ufffd'));
    }),
  );
});

test('markup is what another template made, one by one or in a list', () => {
  const rows = ['a', '<b>'].map((name) => html`<li>${name}</li>`);
  assert.equal(html`<ul>${rows}</ul>`.toString(), '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
});

test('an object that only looks like markup is not believed', () => {
  const forged = { toString: () => '<script>' } as unknown as string;
  assert.throws(() => html`${forged}`);
});

test('false and undefined leave their place empty, and nought does not', () => {
  assert.equal(html`[${false}|${undefined}|${0}]`.toString(), '[||0]');
});

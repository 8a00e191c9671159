import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const colours = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

const surfaces = ['page', 'surface', 'raised', 'sunken', 'hover', 'accent-soft'];
const signals = ['warning', 'danger', 'success'];

/** Every colour that is laid on another one, and what WCAG 2.2 asks of the two: 1.4.3 of texts, 1.4.11 of controls. */
const pairs: readonly (readonly [front: string, back: string, contrastMin: number])[] = [
  ...['text', 'text-soft', 'text-faint', 'accent-text'].flatMap((front) => on(front, surfaces, 4.5)),
  ...['text', 'text-soft', 'text-faint'].flatMap((front) => on(front, ['neutral-soft'], 4.5)),
  ...['text', 'text-soft'].flatMap((front) => on(front, ['warning-soft', 'danger-soft'], 4.5)),
  ...signals.flatMap((tone) => on(`${tone}-text`, ['page', 'surface', 'raised', `${tone}-soft`], 4.5)),
  ...on('on-accent', ['accent', 'accent-hover'], 4.5),
  ...on('on-danger', ['danger', 'danger-hover'], 4.5),
  ...['header-text', 'header-soft', 'header-accent'].flatMap((front) =>
    on(front, ['header', 'header-hover'], 4.5),
  ),
  ...['control-line', 'focus', 'accent'].flatMap((front) => on(front, surfaces, 3)),
  ...on('control-line', ['warning-soft', 'danger-soft', 'neutral-soft'], 3),
  ...on('danger', ['sunken', 'raised', 'surface'], 3),
];

for (const theme of ['light', 'dark'] as const) {
  test(`every two colours that meet in the ${theme} theme can be told apart`, () => {
    const tooClose = pairs.flatMap(([front, back, contrastMin]) => {
      const measured = contrast(colour(front, theme), colour(back, theme));
      return measured < contrastMin ? [`${front} on ${back}: ${measured.toFixed(2)} of ${contrastMin}`] : [];
    });
    assert.deepEqual(tooClose, []);
  });
}

test('every colour has a light and a dark value', () => {
  const declared = [...css.matchAll(/--color-([a-z-]+):/g)].map(([, name]) => name);
  // The backdrop is a veil over everything, not a ground for anything.
  assert.deepEqual(
    declared.filter((name) => name !== 'backdrop'),
    [...colours.keys()],
  );
});

test('white on black has the greatest contrast there is', () => {
  assert.equal(contrast('#ffffff', '#000000').toFixed(2), '21.00');
});

function on(front: string, backs: readonly string[], contrastMin: number) {
  return backs.map((back) => [front, back, contrastMin] as const);
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const found = colours.get(name);
  assert.ok(found, `there is no colour ${name}`);
  return found[theme];
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

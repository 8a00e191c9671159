import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenPasswordRule } from '@countersign/core';
import { createFirstGuesses } from './first-guesses.ts';

const guesses = createFirstGuesses('https://id.harbourstreet.example/auth');

test('thousands of passwords that many people chose are known, and the name of the host', () => {
  for (const common of ['123456', 'password', 'qwertyuiop', 'iloveyou', 'trustno1', '1qaz2wsx3edc4rfv'])
    assert.ok(guesses.isCommon(common), common);
  assert.equal(guesses.isCommon('quiet harbour'), false);
  assert.deepEqual(guesses.siteWords, ['id.harbourstreet.example']);
});

const refused = ['1qaz2wsx3edc4rfv', 'sunshinetrustno1', 'iloveyouiloveyou', 'harbourstreet-2026'];
for (const password of refused) {
  test(`${password} is refused as a new password`, () =>
    assert.equal(brokenPasswordRule(password, [], guesses), 'is too easy to guess'));
}

test('a passphrase of plain words is none of them', () => {
  for (const password of ['correct horse battery staple', 'a quiet harbour in the early fog'])
    assert.equal(brokenPasswordRule(password, [], guesses), undefined);
});

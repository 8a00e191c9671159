import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandRow } from './command.ts';
import { parseCommandLine, settingsGiven, usageOf } from './parse-command-line.ts';

const run = async () => 0;
const table: readonly CommandRow[] = [
  { words: 'serve', options: { port: 'N' }, settings: { port: 'listen.port' }, summary: 'serve', run },
  { words: 'audit verify', options: { checkpoint: 'FILE' }, summary: 'verify', run },
  { words: 'greet', operands: ['LOGIN'], options: { with: 'WORDS', from: 'NAME' }, summary: 'greet', run },
];

function parse(...arguments_: readonly string[]) {
  const parsed = parseCommandLine(table, arguments_);
  return parsed && [parsed.row.words, { ...parsed.given.options }, parsed.given.operands];
}

test('a command is found by its words, with its options and operands', () => {
  assert.deepEqual(parse('serve'), ['serve', {}, []]);
  assert.deepEqual(parse('audit', 'verify'), ['audit verify', {}, []]);
  assert.deepEqual(parse('audit', 'verify', '--checkpoint', 'a file'), [
    'audit verify',
    { checkpoint: 'a file' },
    [],
  ]);
  assert.deepEqual(parse('greet', '--with=hello', 'jane'), ['greet', { with: 'hello' }, ['jane']]);
});

test('an option that is a setting is given under the name that was typed', () => {
  const settingsOf = (...arguments_: readonly string[]) => {
    const parsed = parseCommandLine(table, arguments_);
    return parsed && [...settingsGiven(parsed.row, parsed.given)];
  };
  assert.deepEqual(settingsOf('serve', '--port', '80'), [['listen.port', { name: '--port', value: 80 }]]);
  assert.deepEqual(settingsOf('serve', '--port=eighty'), [
    ['listen.port', { name: '--port', value: 'eighty' }],
  ]);
  assert.deepEqual(settingsOf('serve'), []);
  assert.deepEqual(settingsOf('audit', 'verify', '--checkpoint', 'x'), []);
});

test('what no command takes is taken by none', () => {
  const wrong = [
    [],
    ['audit'],
    ['verify'],
    ['audit', 'verify', 'now'],
    ['audit', 'verify', '--checkpoint'],
    ['audit', 'verify', '--checkpiont', 'x'],
    ['serve', '--checkpoint', 'x'],
    ['greet'],
    ['greet', 'jane', 'bob'],
  ];
  for (const words of wrong) assert.equal(parse(...words), undefined, words.join(' '));
});

test('the usage names every command with what it takes', () => {
  assert.equal(
    usageOf('it', table),
    `Usage: it serve [--port N]                          serve
       it audit verify [--checkpoint FILE]          verify
       it greet [--with WORDS] [--from NAME] LOGIN  greet
       it --version
       it --help
`,
  );
});

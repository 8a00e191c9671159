import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Digest, instant, signCheckpoint } from '@countersign/core';
import { createDigest } from '../platform/digest.ts';
import { readCheckpoints, writeCheckpoint } from './checkpoint-text.ts';

const digestWith = (key: string): Digest => {
  const plain = createDigest({ keyed: () => '' });
  return { ...plain, keyed: (purpose, text) => plain.text(`${key} ${purpose} ${text}`) };
};
const [ours, theirs] = [digestWith('our key'), digestWith('their key')];
const checkpoint = signCheckpoint(
  { number: 17, hash: ours.text('event 17') },
  instant(1_781_524_800_123),
  ours,
);
const line = writeCheckpoint(checkpoint);
const written: Readonly<Record<string, unknown>> = JSON.parse(line);
const foreign = writeCheckpoint(signCheckpoint(checkpoint, checkpoint.at, theirs));

test('a checkpoint is one line, with its time for people, and is read as it was written', () => {
  assert.ok(!line.includes('\n'));
  assert.equal(written.time, '2026-06-15T12:00:00.123Z');
  assert.deepEqual(readCheckpoints(line, ours), { ok: true, checkpoints: [checkpoint] });
});

test('a file may hold many, with empty lines between', () => {
  const read = readCheckpoints(`\n${line}\r\n\n${line}\n`, ours);
  assert.deepEqual(read, { ok: true, checkpoints: [checkpoint, checkpoint] });
});

const unsigned =
  /^the checkpoint in line 1 was not signed by this authority: it was changed, or is another's$/;
const refused: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
  'with another number': [JSON.stringify({ ...written, number: 16 }), unsigned],
  'with another hash': [JSON.stringify({ ...written, hash: ours.text('event 17, forged') }), unsigned],
  'with another time': [JSON.stringify({ ...written, time: '2020-01-01T00:00:00.000Z' }), unsigned],
  'with another MAC': [JSON.stringify({ ...written, mac: ours.text('a guess') }), unsigned],
  "that is another authority's": [foreign, unsigned],
  'behind a good one': [`${line}\n${foreign}`, /^the checkpoint in line 2 was not signed/],
  'that is not there': ['\n \n', /^there is no checkpoint in it$/],
  'that is no JSON': ['{', /^line 1 is no checkpoint$/],
  'that is a list': ['[]', /^line 1 is no checkpoint$/],
  'with a number that is none': [JSON.stringify({ ...written, number: '17' }), /^line 1 is no checkpoint$/],
  'of event 0': [JSON.stringify({ ...written, number: 0 }), /^line 1 is no checkpoint$/],
  'with a time in another form': [
    JSON.stringify({ ...written, time: '2026-06-15' }),
    /^line 1 is no checkpoint$/,
  ],
  'without a MAC': [JSON.stringify({ ...written, mac: undefined }), /^line 1 is no checkpoint$/],
};
for (const [what, [text, problem]] of Object.entries(refused)) {
  test(`a checkpoint ${what} is refused, and the line is named`, () => {
    const read = readCheckpoints(text, ours);
    assert.ok(!read.ok);
    assert.match(read.problem, problem);
  });
}

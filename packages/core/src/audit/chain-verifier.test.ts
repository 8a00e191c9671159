import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { digest } from '../../test/platform.ts';
import { type WrittenLog, writtenLog } from '../../test/written-log.ts';
import { type AuditEvent, type AuditHead, genesis } from './chain.ts';
import { type ChainFault, ChainVerifier } from './chain-verifier.ts';

async function verify(
  log: WrittenLog,
  { known = [], pieceSize = 3 }: { readonly known?: readonly AuditHead[]; readonly pieceSize?: number } = {},
): Promise<{ readonly verified: number; readonly fault: ChainFault | undefined }> {
  const verifier = new ChainVerifier({ log, digest }, known);
  while (await verifier.step(pieceSize));
  return { verified: verifier.verified.number, fault: verifier.fault };
}

function headAt(log: WrittenLog, number: number): AuditHead {
  const event = log.events[number - 1];
  assert.ok(event);
  return { number, hash: event.hash };
}

/** Cuts off everything after a number, with the head row made to fit. */
function cutTo(log: WrittenLog, number: number): void {
  log.events = log.events.slice(0, number);
  log.headRow = number === 0 ? genesis : headAt(log, number);
}

function edited(event: AuditEvent, text: string): AuditEvent {
  return { ...event, text, hash: digest.text(`${event.number}\n${event.previousHash}\n${text}`) };
}

describe('a log that nobody touched', () => {
  test('fits from its first event to its last, whatever the size of the pieces', async () => {
    for (const pieceSize of [1, 2, 5, 9, 10, 11, 100]) {
      const verdict = await verify(writtenLog(10), { pieceSize });
      assert.deepEqual(verdict, { verified: 10, fault: undefined }, String(pieceSize));
    }
  });

  test('fits every checkpoint of its past, and goes on fitting while it grows', async () => {
    const log = writtenLog(10);
    const known = [headAt(log, 10), headAt(log, 3), headAt(log, 4)];
    log.append(7);
    assert.deepEqual(await verify(log, { known }), { verified: 17, fault: undefined });
  });

  test('fits while events are added under the reader', async () => {
    const log = writtenLog(5);
    const growing: WrittenLog = {
      ...log,
      head: () => log.head(),
      async listAfter(number, top) {
        log.append(number < 30 ? 2 : 0);
        return log.listAfter(number, top);
      },
    };
    const { fault, verified } = await verify(growing);
    assert.equal(fault, undefined);
    assert.equal(verified, log.events.length);
  });
});

describe('found, with the number where it begins:', () => {
  const harms: Readonly<Record<string, readonly [(log: WrittenLog) => void, ChainFault]>> = {
    'a planted edit': [
      (log) => {
        log.events = log.events.map((event) =>
          event.number === 5 ? { ...event, text: event.text.replace('somebody', 'nobody') } : event,
        );
      },
      { kind: 'unfit', brokenAt: 5 },
    ],
    'a planted edit with its hash made anew': [
      (log) => {
        log.events = log.events.map((event) =>
          event.number === 5 ? edited(event, event.text.replace('somebody', 'nobody')) : event,
        );
      },
      { kind: 'unfit', brokenAt: 6 },
    ],
    'an edited search column': [
      (log) => {
        log.events = log.events.map((event) => (event.number === 5 ? { ...event, actor: 'nobody' } : event));
      },
      { kind: 'unfit', brokenAt: 5 },
    ],
    'a deletion in the middle': [
      (log) => {
        log.events = log.events.toSpliced(4, 1);
      },
      { kind: 'unfit', brokenAt: 5 },
    ],
    'two events that changed places': [
      (log) => {
        const [one, two] = log.events.slice(4, 6);
        assert.ok(one && two);
        log.events = log.events.toSpliced(4, 2, { ...two, number: 5 }, { ...one, number: 6 });
      },
      { kind: 'unfit', brokenAt: 5 },
    ],
    'an insertion': [
      (log) => {
        const [copied] = log.events.slice(4);
        assert.ok(copied);
        const pushed = log.events.slice(4).map((event) => ({ ...event, number: event.number + 1 }));
        log.events = [...log.events.slice(0, 4), copied, ...pushed];
      },
      { kind: 'unfit', brokenAt: 6 },
    ],
    'an event put behind the end': [
      (log) => {
        const { headRow } = log;
        log.append(1);
        log.headRow = headRow;
      },
      { kind: 'beyond-head', brokenAt: 11 },
    ],
    'a deletion at the end': [
      (log) => {
        log.events = log.events.slice(0, 8);
      },
      { kind: 'ends-early', brokenAt: 9, known: 10 },
    ],
    'a head row that names another hash': [
      (log) => {
        log.headRow = { number: 10, hash: digest.text('another') };
      },
      { kind: 'rewritten', brokenAt: 1, known: 10 },
    ],
    'a log without any event': [(log) => cutTo(log, 0), { kind: 'empty', brokenAt: 1 }],
  };
  for (const [what, [harm, fault]] of Object.entries(harms)) {
    test(what, async () => {
      for (const pieceSize of [1, 3, 100]) {
        const log = writtenLog(10);
        harm(log);
        const verdict = await verify(log, { pieceSize });
        assert.deepEqual(verdict.fault, fault);
        if (fault.kind === 'unfit') assert.equal(verdict.verified, fault.brokenAt - 1);
      }
    });
  }
});

describe('what fits by itself', () => {
  test('is not found without a checkpoint: an end that was cut off together with the head row', async () => {
    const log = writtenLog(10);
    cutTo(log, 8);
    assert.deepEqual(await verify(log), { verified: 8, fault: undefined });
  });

  test('is found with one that the cut took away, and not with an older one', async () => {
    const log = writtenLog(10);
    const [early, late] = [headAt(log, 8), headAt(log, 9)];
    cutTo(log, 8);
    const fault = { kind: 'ends-early', brokenAt: 9, known: 9 } as const;
    assert.deepEqual(await verify(log, { known: [early, late] }), { verified: 8, fault });
    assert.deepEqual(await verify(log, { known: [early] }), { verified: 8, fault: undefined });
  });

  test('is found where an end was cut off and the authority has written on since', async () => {
    const log = writtenLog(10);
    const known = [headAt(log, 6), headAt(log, 10)];
    cutTo(log, 8);
    log.append(5);
    assert.deepEqual((await verify(log, { known })).fault, { kind: 'rewritten', brokenAt: 7, known: 10 });
  });

  test('is found in a history that was written anew from its first event', async () => {
    const known = [headAt(writtenLog(10), 4), headAt(writtenLog(10), 7)];
    const forged = writtenLog(10, 'somebody else');
    assert.deepEqual(await verify(forged), { verified: 10, fault: undefined });
    assert.deepEqual((await verify(forged, { known })).fault, { kind: 'rewritten', brokenAt: 1, known: 4 });
  });
});

describe('a verifier that came to the end', () => {
  async function atEnd(log: WrittenLog): Promise<ChainVerifier> {
    const verifier = new ChainVerifier({ log, digest });
    while (await verifier.step(3));
    assert.equal(verifier.fault, undefined);
    return verifier;
  }

  test('goes on with what was added', async () => {
    const log = writtenLog(10);
    const verifier = await atEnd(log);
    log.append(4);
    while (await verifier.step(3));
    assert.deepEqual([verifier.verified.number, verifier.fault], [14, undefined]);
  });

  const harms: Readonly<Record<string, readonly [(log: WrittenLog) => void, ChainFault]>> = {
    'an end that was cut off, with the head row': [
      (log) => cutTo(log, 8),
      { kind: 'beyond-head', brokenAt: 9 },
    ],
    'an end that was cut off and written anew, longer': [
      (log) => {
        cutTo(log, 8);
        log.append(5);
        log.events = log.events.map((event) =>
          event.number === 9 ? edited(event, event.text.replace('somebody', 'nobody')) : event,
        );
        cutTo(log, 9);
        log.append(5);
      },
      { kind: 'unfit', brokenAt: 11 },
    ],
    'an end that was written anew, just as long': [
      (log) => {
        const forged = writtenLog(10, 'somebody else');
        [log.events, log.headRow] = [forged.events, forged.headRow];
      },
      { kind: 'rewritten', brokenAt: 1, known: 10 },
    ],
  };
  for (const [what, [harm, fault]] of Object.entries(harms)) {
    test(`finds ${what}`, async () => {
      const log = writtenLog(10);
      const verifier = await atEnd(log);
      harm(log);
      await verifier.step(3);
      assert.deepEqual(verifier.fault, fault);
    });
  }

  test('says so no longer when what was taken away is put back', async () => {
    const log = writtenLog(10);
    const verifier = await atEnd(log);
    log.append(3);
    const { events } = log;
    log.events = events.toSpliced(11, 1);
    await verifier.step(100);
    assert.deepEqual(verifier.fault, { kind: 'unfit', brokenAt: 12 });
    log.events = events;
    await verifier.step(100);
    assert.deepEqual([verifier.verified.number, verifier.fault], [13, undefined]);
  });
});

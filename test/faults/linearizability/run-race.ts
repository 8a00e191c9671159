import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../seeded-random.ts';
import { findUnexplained } from './boolean-register.ts';
import type { Connection } from './connection.ts';
import type { Change, Contested } from './contested.ts';
import { History, type Witnessed } from './history.ts';

/** Somebody with a connection of their own to each process, or several where the system chooses the process. */
export interface Client {
  readonly name: string;
  readonly connections: readonly Connection[];
}

export interface RaceOptions {
  readonly contested: Contested;
  /** Whether the register is good when the race begins. */
  readonly isGood: boolean;
  readonly readers: readonly Client[];
  readonly writer: Client;
  readonly random: SeededRandom;
}

export interface Race {
  readonly what: string;
  readonly operations: readonly Witnessed[];
  /** The answer that fits no order. */
  readonly unexplained: Witnessed | undefined;
  readonly unanswered: number;
  /** Whether every change was acknowledged, so that it is known what the register is. */
  readonly isSettled: boolean;
}

const leadMillisecondsMax = 6;
const lookAgainMilliseconds = 5;
/** How often the writer asks everywhere when no acknowledgement came. */
const looksAtUnknown = 5;

/**
 * One race: everybody asks whether the register is good, again and again, through any process and in any way, while
 * one client ends it; where it had ended before, that client makes it good first. As soon as a change is acknowledged,
 * the writer asks through every connection at once.
 */
export async function runRace({ contested, isGood, readers, writer, random }: RaceOptions): Promise<Race> {
  const history = new History();
  const over = new AbortController();
  const outcomes: boolean[] = [];

  const changes = isGood ? [contested.end] : [contested.makeGood, contested.end];
  const begun = readers.map(startReader);
  const reading = Promise.all(begun.map(({ reading }) => reading));
  try {
    await Promise.race([Promise.all(begun.map(({ warm }) => warm)), reading]);
    for (const change of changes) {
      if (change === undefined) throw new Error(`${contested.what}: what has ended is raced once`);
      await pause(random.between(0, leadMillisecondsMax));
      const isAcknowledged = await write(change, change === contested.makeGood);
      outcomes.push(isAcknowledged);
      // It may still take effect, but not twice, and not be undone.
      for (let looks = isAcknowledged ? 1 : looksAtUnknown; looks > 0; looks -= 1)
        await Promise.all(writer.connections.map((connection) => look(writer, connection)));
      if (!isAcknowledged) break;
    }
  } finally {
    over.abort();
    await reading;
  }
  const { operations, unanswered } = history;
  const unexplained = findUnexplained(operations, isGood);
  return { what: contested.what, operations, unexplained, unanswered, isSettled: !outcomes.includes(false) };

  /**
   * Asks from before the change until after it; the first questions fill the memory of every process. Each rest between
   * two questions may be twice as long as the one before: a change that takes long is not starved by who waits for it.
   */
  function startReader(reader: Client, index: number): { warm: Promise<void>; reading: Promise<void> } {
    const { connections } = reader;
    const own = connections[index % connections.length];
    const warm = look(reader, own);
    const askOn = async () => {
      await warm;
      for (let restMax = 4; !over.signal.aborted; restMax *= 2) {
        await look(reader, random.pick(connections));
        await pause(random.between(0, restMax), undefined, { signal: over.signal }).catch(() => undefined);
      }
    };
    return { warm, reading: askOn() };
  }

  async function look({ name }: Client, connection: Connection | undefined): Promise<void> {
    const check = random.pick(contested.checks);
    if (connection === undefined || check === undefined) throw new Error('there is nobody to ask');
    const witness = { by: name, through: connection.name, how: check.how };
    const isKnown = await history.read(witness, async () => {
      const answer = await connection.ask(check.request);
      return answer && check.isGood(answer);
    });
    if (isKnown === undefined) await pause(lookAgainMilliseconds);
  }

  function write({ how, send }: Change, becomesGood: boolean): Promise<boolean> {
    const connection = random.pick(writer.connections);
    if (connection === undefined) throw new Error('there is nobody to ask');
    const witness = { by: writer.name, through: connection.name, how };
    return history.write(witness, becomesGood, () => send(connection));
  }
}

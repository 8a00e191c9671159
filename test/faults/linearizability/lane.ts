import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import type { Administration } from './administration.ts';
import type { Connection } from './connection.ts';
import { type Contested, openers } from './contested.ts';
import type { RaceDoor } from './race-door.ts';
import { type Client, type Race, runRace } from './run-race.ts';

export interface LaneOptions {
  readonly number: number;
  readonly seed: number;
  readonly administration: Administration;
  readonly door: RaceDoor;
  /** Opens what one client needs to reach every process. */
  readonly connect: () => readonly Connection[];
}

const readerCount = 2;

/** Where one race follows another, with clients of its own. */
export class Lane {
  readonly #administration: Administration;
  readonly #door: RaceDoor;
  readonly #random: SeededRandom;
  readonly #writer: Client;
  readonly #readers: readonly Client[];
  /** What may be made good again after its race. */
  readonly #kept = new Map<(typeof openers)[number], Contested>();
  #races = 0;

  constructor({ number, seed, administration, door, connect }: LaneOptions) {
    this.#administration = administration;
    this.#door = door;
    this.#random = seededRandom(seed + number);
    this.#writer = { name: 'writer', connections: connect() };
    this.#readers = Array.from({ length: readerCount }, (_, index) => ({
      name: `reader ${index + 1}`,
      connections: connect(),
    }));
  }

  /** Runs one race: of each kind in turn. */
  async race(): Promise<Race> {
    const open = openers[this.#races % openers.length] ?? openers[0];
    this.#races += 1;
    const kept = this.#kept.get(open);
    const contested = kept ?? (await open(this.#administration, this.#door));
    const race = await runRace({
      contested,
      isGood: kept === undefined && contested.isGoodAtFirst,
      readers: this.#readers,
      writer: this.#writer,
      random: this.#random,
    });
    // Of what a change was not acknowledged nobody knows whether it is good.
    if (race.isSettled && contested.makeGood !== undefined) this.#kept.set(open, contested);
    else this.#kept.delete(open);
    return race;
  }

  close(): void {
    for (const { connections } of [this.#writer, ...this.#readers])
      for (const connection of connections) connection.close();
  }
}

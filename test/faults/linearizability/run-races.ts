import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../seeded-random.ts';
import { Administration } from './administration.ts';
import { type Connection, type Gate, openConnection } from './connection.ts';
import { type Fleet, type SettingName, startFleet } from './fleet.ts';
import { Lane } from './lane.ts';
import { openDoor, type RaceDoor } from './race-door.ts';
import { RaceFigures } from './race-figures.ts';

export interface RacesOptions {
  readonly setting: SettingName;
  readonly races: number;
  readonly seed: number;
  /** How often one of the processes is killed under way; absent: never. */
  readonly strikeEverySeconds?: number | undefined;
  readonly report?: ((line: string) => void) | undefined;
  /** Where the races are counted as they end: for whoever may not wait for the last. */
  readonly figures?: RaceFigures | undefined;
  /** How a client reaches a process: another way for whoever tests the races themselves. */
  readonly connect?: (gate: Gate) => Connection;
}

/** Races at once. */
const laneCount = 8;
/** Services that ask: each may collect a thousand inactive answers in ten seconds. */
const doorCount = 2;
/** One history is enough to know, and a broken authority breaks many. */
const brokenMax = 3;
const reportEverySeconds = 30;

/** Runs races in an authority of their own, many at a time, and judges each by its history. */
export async function runRaces(options: RacesOptions): Promise<RaceFigures> {
  const fleet = await startFleet(options.setting);
  const administration = new Administration(fleet);
  const doors: RaceDoor[] = [];
  const lanes: Lane[] = [];
  try {
    const { seed, connect = openConnection } = options;
    const connectToAll = () => fleet.gates.map(connect);
    for (let number = 0; number < laneCount; number += 1) {
      if (number < doorCount) doors.push(await openDoor(administration, `door-${number}`));
      const door = doors[number % doorCount] as RaceDoor;
      lanes.push(new Lane({ number, seed, administration, door, connect: connectToAll }));
    }
    return await raceIn(lanes, fleet, options);
  } finally {
    for (const lane of lanes) lane.close();
    administration.close();
    await fleet.stop();
  }
}

async function raceIn(lanes: readonly Lane[], fleet: Fleet, options: RacesOptions): Promise<RaceFigures> {
  const { races, strikeEverySeconds, seed, report = () => undefined } = options;
  const { figures = new RaceFigures() } = options;
  figures.begin();
  let begun = 0;
  const over = new AbortController();
  const reporting = setInterval(
    () => report(`${figures.races} of ${races} races`),
    reportEverySeconds * 1_000,
  );
  const isEnough = () => begun >= races || figures.broken.length >= brokenMax || over.signal.aborted;
  const raceOn = async (lane: Lane) => {
    while (!isEnough()) {
      begun += 1;
      figures.add(await lane.race());
    }
  };
  const strikeOn = async (everySeconds: number) => {
    const random = seededRandom(seed);
    while (!over.signal.aborted) {
      await pause(everySeconds * 1_000, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      await fleet.strike(random);
      figures.strikes += 1;
    }
  };
  const striking = strikeEverySeconds === undefined ? undefined : strikeOn(strikeEverySeconds);
  try {
    await Promise.all(lanes.map(raceOn));
  } finally {
    over.abort();
    clearInterval(reporting);
    await striking;
  }
  return figures;
}

import { ask } from '../harness/rest-client.ts';
import { type Door, isActive, opensDoor } from './doors.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { LedgerToken, TokenLedger } from './token-ledger.ts';

/** What a writer works against, and what tells it to stop. */
export interface Scene {
  readonly url: string;
  readonly cookie: string;
  readonly door: Door;
  readonly ledger: TokenLedger;
  readonly random: SeededRandom;
  /** Aborted when the fault strikes. From then on a request without an answer is nobody's failure. */
  readonly struck: AbortSignal;
  /** Whether an answer that arrives after the fault struck is still a promise. */
  readonly lateAnswersCount: boolean;
  readonly problems: string[];
}

/** How many living tokens a writer keeps at most, so that lists stay within one page. */
const livingMax = 100;

/** Creates and revokes one owner's tokens, and checks each at both doors, until the fault strikes. */
export async function writeTokens(scene: Scene, owner: string): Promise<void> {
  const mine = scene.ledger.tokens.filter((token) => token.owner === owner && token.standing === 'living');
  while (!scene.struck.aborted) {
    try {
      if (mine.length < livingMax && scene.random.next() < 0.6) await createToken(scene, owner, mine);
      else await revokeToken(scene, mine);
    } catch (error) {
      if (!scene.struck.aborted) scene.problems.push(`before the fault: ${String(error)}`);
      return;
    }
  }
}

/** Creates one token and checks it. */
export async function createToken(scene: Scene, owner: string, mine: LedgerToken[]): Promise<void> {
  const { url, cookie, door, ledger } = scene;
  const token = ledger.meanToCreate(owner);
  const answer = await ask(`${url}/api/rest/users/${owner}/permanenttokens`, {
    method: 'POST',
    cookie,
    body: { name: token.name, scope: [{ id: door.id }] },
  });
  if (isTooLate(scene)) return;
  if (answer.status !== 200) throw new Error(`creating answered ${answer.status}: ${answer.text}`);
  ledger.created(token, answer.json.id, answer.json.token);
  mine.push(token);
  await expectAtDoors(scene, token, true);
}

/** Revokes one of the tokens and checks it. */
export async function revokeToken(scene: Scene, mine: LedgerToken[]): Promise<void> {
  const { url, cookie, ledger, random } = scene;
  const token = random.pick(mine);
  if (token === undefined) return;
  mine.splice(mine.indexOf(token), 1);
  ledger.meanToRevoke(token);
  const answer = await ask(`${url}/api/rest/users/${token.owner}/permanenttokens/${token.id}`, {
    method: 'DELETE',
    cookie,
  });
  if (isTooLate(scene)) return;
  if (answer.status !== 200) throw new Error(`revoking answered ${answer.status}: ${answer.text}`);
  ledger.revoked(token);
  await expectAtDoors(scene, token, false);
}

function isTooLate({ struck, lateAnswersCount }: Scene): boolean {
  return struck.aborted && !lateAnswersCount;
}

/** The very next checks after an acknowledgement must already know of it. */
async function expectAtDoors(scene: Scene, { name, secret }: LedgerToken, living: boolean): Promise<void> {
  if (secret === undefined) return;
  const wrong = (door: string) =>
    scene.problems.push(`"${name}" is ${living ? 'living' : 'ended'}, and ${door} says the opposite`);
  if ((await isActive(scene.url, scene.door, secret)) !== living) wrong('introspection');
  if ((await opensDoor(scene.url, scene.door, secret)) !== living) wrong('forward-auth');
}

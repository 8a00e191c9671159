import { ask } from '../harness/rest-client.ts';
import { type Door, isActive, opensDoor } from './doors.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { LedgerToken, TokenLedger } from './token-ledger.ts';

export interface Comparison {
  /** What was promised and is not kept. */
  readonly problems: string[];
  /** Writes that were in flight when the fault struck, and how many of them took effect. */
  inFlight: number;
  tookEffect: number;
}

export interface Compared {
  readonly url: string;
  readonly cookie: string;
  readonly door: Door;
  readonly owners: readonly string[];
  readonly ledger: TokenLedger;
  readonly random: SeededRandom;
  /** Whether every token is asked for at the doors, or those of the last cycle and a few others. */
  readonly isWhole: boolean;
}

/** How many tokens of earlier cycles are asked for again each time. */
const sampleSize = 10;

/** A service may collect a thousand inactive answers in ten seconds; beyond this, forward-auth alone is asked. */
const introspectionsMax = 800;

/** Holds an authority that came back to the ledger, through its API alone, and settles what was in flight. */
export async function compare(compared: Compared): Promise<Comparison> {
  const comparison: Comparison = { problems: [], inFlight: 0, tookEffect: 0 };
  for (const owner of compared.owners) await compareList(compared, owner, comparison);
  for (const [index, token] of chooseAsked(compared).entries()) {
    await compareAtDoors(compared, token, index < introspectionsMax, comparison.problems);
  }
  return comparison;
}

/** The list holds every living token of its owner and nothing else. */
async function compareList(compared: Compared, owner: string, comparison: Comparison): Promise<void> {
  const { url, cookie, ledger } = compared;
  const path = `/api/rest/users/${owner}/permanenttokens?fields=id,name&$top=-1`;
  const answer = await ask(url + path, { cookie });
  if (answer.status !== 200) throw new Error(`the list answered ${answer.status}: ${answer.text}`);
  const listed = new Map<string, string>(
    answer.json.permanenttokens.map((token: { name: string; id: string }) => [token.name, token.id]),
  );
  const complain = (name: string, text: string) => comparison.problems.push(`"${name}" ${text}`);
  for (const token of ledger.tokens) {
    if (token.owner !== owner) continue;
    const id = listed.get(token.name);
    listed.delete(token.name);
    if (token.standing.startsWith('maybe')) settle(ledger, token, id, comparison);
    else if (token.standing === 'living' && id !== token.id)
      complain(token.name, 'was created and is not listed');
    else if (token.standing === 'ended' && id !== undefined)
      complain(token.name, 'was revoked and is listed');
  }
  for (const name of listed.keys()) complain(name, 'is listed and nobody meant to create it');
}

/** Either outcome of a write in flight is right; from now on it is the one that must hold. */
function settle(
  ledger: TokenLedger,
  token: LedgerToken,
  listedId: string | undefined,
  comparison: Comparison,
): void {
  const isLiving = listedId !== undefined;
  comparison.inFlight += 1;
  if (isLiving === (token.standing === 'maybe-created')) comparison.tookEffect += 1;
  if (listedId !== undefined) token.id = listedId;
  ledger.settle(token, isLiving);
}

/** Tokens whose text was once shown: those of the last cycle, and a few of the others or all of them. */
function chooseAsked({ ledger, random, isWhole }: Compared): readonly LedgerToken[] {
  const shown = ledger.tokens.filter(({ secret }) => secret !== undefined).reverse();
  if (isWhole) return shown;
  const sample = Array.from({ length: sampleSize }, () => random.pick(shown)).filter(
    (token) => token !== undefined,
  );
  return [...shown.filter(({ cycle }) => cycle === ledger.cycle), ...sample];
}

async function compareAtDoors(
  { url, door }: Compared,
  { name, standing, secret }: LedgerToken,
  asksBoth: boolean,
  problems: string[],
): Promise<void> {
  if (secret === undefined) return;
  const isLiving = standing === 'living';
  const complain = (who: string) =>
    problems.push(
      `"${name}" ${isLiving ? 'was created and is refused' : 'has ended and is accepted'} by ${who}`,
    );
  if ((await opensDoor(url, door, secret)) !== isLiving) complain('forward-auth');
  if (asksBoth && (await isActive(url, door, secret)) !== isLiving) complain('introspection');
}

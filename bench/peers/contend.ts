import type { ConstantAnswer } from '../bare-server.ts';
import type { LoadRequest } from '../load.ts';
import { unknownEvery } from '../request-mix.ts';
import { send } from '../targets.ts';
import type { RunningPeer } from './peer.ts';

/** The requests to a peer, and the answer that its bare twin repeats. */
export interface Contest {
  readonly requests: readonly LoadRequest[];
  readonly goodAnswer: ConstantAnswer;
}

/**
 * Asks a peer about every token once before anything is measured: the good ones must be active, and one in twenty, which
 * it never issued, must not be, said with status 200 as the good ones are.
 */
export async function contend(name: string, peer: RunningPeer): Promise<Contest> {
  let goodAnswer: ConstantAnswer | undefined;
  const requests: LoadRequest[] = [];
  for (const [index, known] of peer.tokens.entries()) {
    const isKnown = index % unknownEvery !== unknownEvery - 1;
    const request = peer.ask(isKnown ? known : peer.makeUnknown());
    const answer = await send(peer.target.port, request);
    if (answer.status !== 200 || peer.isActive(answer) !== isKnown) {
      const what = isKnown ? 'a good token' : 'an unknown token';
      throw new Error(`${name} answered ${answer.status} ${answer.body} to ${what}`);
    }
    if (isKnown) goodAnswer ??= answer;
    requests.push(request);
  }
  if (goodAnswer === undefined) throw new Error(`${name} has no tokens`);
  return { requests, goodAnswer };
}

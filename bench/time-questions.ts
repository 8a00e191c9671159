import { ask } from '../test/harness/rest-client.ts';
import type { PageQuestion } from './people-questions.ts';

/** Somebody who asks, and the session in which they do. */
export interface Asker {
  readonly name: string;
  readonly cookie: string;
  /** Whether they may read all users in full and all groups. */
  readonly readsAll: boolean;
}

export interface Timing {
  readonly asker: string;
  readonly what: string;
  /** How many there are on all pages; absent where the answer is one thing. */
  readonly total: number | undefined;
  /** In milliseconds, from the question sent to the answer read, over the loopback. */
  readonly times: readonly number[];
}

/** What the server does for anybody who is signed in, and the way there and back: who is asking. */
export const trivial: PageQuestion = { what: 'who am I', path: 'users/me?fields=id', needsAll: false };

/** Every asker puts every question once per round, one after the other; the first round is not counted. */
export async function timeQuestions(
  url: string,
  askers: readonly Asker[],
  questions: readonly PageQuestion[],
  rounds: number,
): Promise<readonly Timing[]> {
  const asked = askers.flatMap((asker) =>
    [trivial, ...questions]
      .filter(({ needsAll }) => asker.readsAll || !needsAll)
      .map((question) => ({
        asker,
        question,
        times: [] as number[],
        total: undefined as number | undefined,
      })),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of asked) {
      const startedAt = performance.now();
      const answer = await ask(`${url}/api/rest/${one.question.path}`, { cookie: one.asker.cookie });
      const time = performance.now() - startedAt;
      if (answer.status !== 200)
        throw new Error(`${one.question.what}, asked by ${one.asker.name}: ${answer.status} ${answer.text}`);
      one.total = answer.json.total;
      if (round > 0) one.times.push(time);
    }
  }
  return asked.map(({ asker, question, total, times }) => ({
    asker: asker.name,
    what: question.what,
    total,
    times,
  }));
}

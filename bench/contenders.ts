import type { ChildProcess } from 'node:child_process';
import type { ConstantAnswer } from './bare-server.ts';
import type { Contender } from './measure.ts';
import { introspection, mixUnknown, type Presented, type Question, questions } from './request-mix.ts';
import { spread } from './spread.ts';
import { repeatable, send, startBareServers, type Target } from './targets.ts';

/** The authority under one question, and the bare server that gives the same answer to the same requests. */
export interface Pair {
  readonly question: Question['name'];
  readonly bare: Contender;
  readonly authority: Contender;
  /** Of the body of a good answer. */
  readonly answerBytes: number;
}

/** Asks every question once for every token, and makes a bare twin of each from a good answer. */
export async function makePairs(
  authority: Target,
  mix: readonly Presented[],
): Promise<{ readonly pairs: readonly Pair[]; readonly bareProcess: ChildProcess }> {
  const answers: ConstantAnswer[] = [];
  for (const question of questions) answers.push(await verify(authority.port, question, mix));
  const { process: bareProcess, targets } = await startBareServers(answers);
  const pairs = questions.map((question, index): Pair => {
    const { name } = question;
    const requests = mix.map(question.ask);
    const bareTarget = targets[index];
    if (bareTarget === undefined) throw new Error('a bare server did not start');
    return {
      question: name,
      bare: { name: `bare ${name}`, target: bareTarget, requests, refusesUnknown: false },
      authority: { name, target: authority, requests, refusesUnknown: name !== 'introspection' },
      answerBytes: Buffer.byteLength(answers[index]?.body ?? ''),
    };
  });
  return { pairs, bareProcess };
}

/** Every known token must be accepted and every unknown one refused before anything is measured. */
export async function verify(
  port: number,
  question: Question,
  mix: readonly Presented[],
): Promise<ConstantAnswer> {
  let good: ConstantAnswer | undefined;
  for (const presented of mix) {
    const answer = await send(port, question.ask(presented));
    const isAccepted = answer.status === 200 && answer.body !== '{"active":false}';
    if (isAccepted !== presented.isKnown || (answer.status !== 200 && answer.status !== 401))
      throw new Error(`${question.name} answered ${answer.status} ${answer.body}`);
    if (isAccepted) good ??= repeatable(answer);
  }
  if (good === undefined) throw new Error('there was no token to accept');
  return good;
}

const sampleSize = 200;

/** The same of a sample that is spread over tokens too many to ask for all of them before. */
export async function verifySample(port: number, known: readonly Presented[]): Promise<void> {
  await verify(port, introspection, mixUnknown(spread(known, sampleSize)));
}

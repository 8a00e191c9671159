/**
 * The answer to the latest question, for widgets that ask while somebody types. A question that was overtaken is
 * called off, and its answer, should it still come, is dropped.
 */
import { useEffect, useEffectEvent, useState } from 'react';

/** Long enough for the next key to come first, too short to be felt. */
const pauseMilliseconds = 120;

export interface Asked<Answer> {
  /** What came last; it stays while the next answer is on its way. */
  readonly answer: Answer | undefined;
  readonly state: 'idle' | 'asking' | 'failed';
}

/** `question` identifies what `ask` asks; undefined asks nothing. */
export function useAnswer<Answer>(
  question: string | undefined,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer>>({ answer: undefined, state: 'idle' });
  const run = useEffectEvent(async (signal: AbortSignal) => {
    try {
      const answer = await ask(signal);
      if (!signal.aborted) setAsked({ answer, state: 'idle' });
    } catch {
      if (!signal.aborted) setAsked(({ answer }) => ({ answer, state: 'failed' }));
    }
  });
  useEffect(() => {
    if (question === undefined) return undefined;
    setAsked(({ answer }) => ({ answer, state: 'asking' }));
    const controller = new AbortController();
    const timer = setTimeout(() => void run(controller.signal), pauseMilliseconds);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [question]);
  return asked;
}

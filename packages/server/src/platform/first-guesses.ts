import type { FirstGuesses } from '@countersign/core';
import { dictionary } from '@zxcvbn-ts/language-common';

/** As it comes: the most common passwords of published breaches, in lower case. Read once, asked like a set. */
const common: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** What whoever guesses passwords of this authority tries first: what many people chose, and its own host's name. */
export function createFirstGuesses(publicUrl: string): FirstGuesses {
  return { isCommon: (text) => common.has(text), siteWords: [new URL(publicUrl).hostname] };
}

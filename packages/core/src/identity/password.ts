import type { PasswordHash, Secret } from '../kernel/secret.ts';

/**
 * What a human password must be (NIST SP 800-63B-4 §3.1.1.2): long, and not one that everybody tries first.
 * No composition rules, no forced change. It is compared exactly as typed, after one Unicode normalisation.
 */
export const passwordLengthMin = 15;
export const passwordLengthMax = 256;

/** Slow, salted hashes for human passwords. `verify` answers `busy` when its queue is full, and checks nothing. */
export interface PasswordHasher {
  hash(password: Secret): Promise<PasswordHash | 'busy'>;
  /** Verifies against `hash`, or against a dummy of equal cost when there is none, so that time tells nothing. */
  verify(password: Secret, hash: PasswordHash | undefined): Promise<boolean | 'busy'>;
}

/** The rule a new password breaks, or nothing. `context` is what an attacker would try first: login, name. */
export function brokenPasswordRule(password: string, context: readonly string[]): string | undefined {
  if (!password.isWellFormed()) return 'must be well-formed Unicode';
  const characters = [...password.normalize('NFC')];
  if (characters.length < passwordLengthMin) return `must be at least ${passwordLengthMin} characters`;
  if (characters.length > passwordLengthMax) return `must be at most ${passwordLengthMax} characters`;
  if (isGuessable(password.normalize('NFKC').toLowerCase(), context)) return 'is too easy to guess';
  return undefined;
}

const everybodysWords: readonly string[] = [
  'countersign',
  'password',
  'passwort',
  'letmein',
  'welcome',
  'admin',
  'iloveyou',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'asdfgh',
  'zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1q2w3e4r',
  '5t6y7u8i',
  'qazwsx',
];

/** What is left of a guessable password when its known words, repeats and sequences are taken away is little. */
function isGuessable(folded: string, context: readonly string[]): boolean {
  const words = [...everybodysWords, ...context.flatMap(wordsOf)];
  const rest = [...words.reduce((text, word) => text.replaceAll(word, ''), folded)];
  const surprises = rest.filter((_, index) => isSurprise(rest, index)).length;
  return surprises < 6;
}

/** A name as a whole and each of its words, in the form in which passwords are looked at; short ones say nothing. */
function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  return [folded, ...folded.split(/\s+/)].filter((word) => word.length >= 4);
}

/** Whether a character is neither its neighbour again nor the next of a sequence, nor seen two places before. */
function isSurprise(characters: readonly string[], index: number): boolean {
  if (index === 0) return true;
  const step = codeOf(characters, index) - codeOf(characters, index - 1);
  return Math.abs(step) > 1 && characters[index] !== characters[index - 2];
}

function codeOf(characters: readonly string[], index: number): number {
  return characters[index]?.codePointAt(0) ?? 0;
}

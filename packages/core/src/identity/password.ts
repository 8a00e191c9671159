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

const everybodysWords = [
  'countersign',
  'password',
  'passwort',
  'letmein',
  'welcome',
  'admin',
  'qwerty',
  'iloveyou',
];

/** What is left of a guessable password when its known words, repeats and sequences are taken away is little. */
function isGuessable(folded: string, context: readonly string[]): boolean {
  const words = [
    ...everybodysWords,
    ...context.map((word) => word.toLowerCase()).filter((word) => word.length >= 4),
  ];
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), folded);
  const surprises = [...rest].filter((_, index) => isSurprise(rest, index)).length;
  return surprises < 6;
}

/** Whether a character is neither its neighbour again nor the next of a sequence, nor seen two places before. */
function isSurprise(text: string, index: number): boolean {
  if (index === 0) return true;
  const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
  return Math.abs(step) > 1 && text.charAt(index) !== text.charAt(index - 2);
}

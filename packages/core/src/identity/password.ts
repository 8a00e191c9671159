import type { PasswordHash, Secret } from '../kernel/secret.ts';

/**
 * What a human password must be (NIST SP 800-63B-4 §3.1.1.2): long, and not one that everybody tries first.
 * No composition rules, no forced change. It is compared exactly as typed, after one Unicode normalisation. Eight
 * characters would do beside a second factor; but that can be taken off, and nobody knows then how long a hash was.
 */
export const passwordLengthMin = 15;
export const passwordLengthMax = 256;

/** Slow, salted hashes for human passwords. `verify` answers `busy` when its queue is full, and checks nothing. */
export interface PasswordHasher {
  hash(password: Secret): Promise<PasswordHash | 'busy'>;
  /** Verifies against `hash`, or against a dummy of equal cost when there is none, so that time tells nothing. */
  verify(password: Secret, hash: PasswordHash | undefined): Promise<boolean | 'busy'>;
  /** What is not worth a hash. */
  readonly firstGuesses: FirstGuesses;
}

/** What whoever guesses tries first (ASVS 6.2.4, 6.2.12). */
export interface FirstGuesses {
  /** Whether many people have chosen it, in lower case; thousands of the most common at least. */
  isCommon(text: string): boolean;
  /** Names of this very authority: its host. */
  readonly siteWords: readonly string[];
}

/** The rule a new password breaks, or nothing. `context` is what is known of its owner: login, name, address. */
export function brokenPasswordRule(
  password: string,
  context: readonly string[],
  guesses: FirstGuesses,
): string | undefined {
  if (!password.isWellFormed()) return 'must be well-formed Unicode';
  const characters = [...password.normalize('NFC')];
  if (characters.length < passwordLengthMin) return `must be at least ${passwordLengthMin} characters`;
  if (characters.length > passwordLengthMax) return `must be at most ${passwordLengthMax} characters`;
  const folded = password.normalize('NFKC').toLowerCase();
  if (isMadeOfCommonOnes(folded, guesses)) return 'is too easy to guess';
  return isGuessable(folded, [...context, ...guesses.siteWords]) ? 'is too easy to guess' : undefined;
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

/** Below this length two passwords in a row are two words, as in a passphrase. */
const partLengthMin = 4;

/** Whether it is a common password, or two in a row, with or without digits and signs around them. */
function isMadeOfCommonOnes(folded: string, { isCommon }: FirstGuesses): boolean {
  const unsigned = folded.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const bare = folded.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [folded, unsigned, bare].some(
    (text) =>
      isCommon(text) ||
      Array.from({ length: text.length }, (_, index) => index).some(
        (index) =>
          index >= partLengthMin &&
          text.length - index >= partLengthMin &&
          isCommon(text.slice(0, index)) &&
          isCommon(text.slice(index)),
      ),
  );
}

/** What is left of a guessable password when its known words, repeats and sequences are taken away is little. */
function isGuessable(folded: string, context: readonly string[]): boolean {
  const words = [...everybodysWords, ...context.flatMap(wordsOf)];
  const rest = [...words.reduce((text, word) => text.replaceAll(word, ''), folded)];
  const surprises = rest.filter((_, index) => isSurprise(rest, index)).length;
  return surprises < 6;
}

/** A name or an address as a whole and each of its words, in the form in which passwords are looked at; short ones say nothing. */
function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  return [folded, ...folded.split(/[^\p{L}\p{M}\p{N}]+/u)].filter((word) => word.length >= 4);
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

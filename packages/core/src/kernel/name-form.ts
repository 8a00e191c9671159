import { foldText } from './fold-text.ts';
import { holdsInvisible } from './visible-text.ts';

/**
 * The one form under which names that must be unique are compared: groups and projects. Two names that read
 * alike are one name: compatibility forms, case and the width of spaces do not tell them apart. Letters of
 * other alphabets that look like ours are kept out by `brokenScriptRule` instead, as no folding is safe there.
 */
export function nameForm(name: string): string {
  return foldText(name).replaceAll(/\s+/gu, ' ');
}

const confusableScripts: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/** The rule a unique name breaks because it could pass for another one, or nothing. */
export function brokenScriptRule(name: string): string | undefined {
  const folded = name.normalize('NFKC');
  // They make two equal-looking names differ; joiners inside emoji are not worth a twin.
  if (holdsInvisible(folded)) return 'must not contain invisible characters';
  const isMixed = (word: string) => confusableScripts.filter((script) => script.test(word)).length > 1;
  return folded.split(/\s+/u).some(isMixed) ? 'must not mix alphabets within a word' : undefined;
}

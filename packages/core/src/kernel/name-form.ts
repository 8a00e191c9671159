import { foldText } from './fold-text.ts';

/**
 * The one form under which names that must be unique are compared: groups and projects. Two names that read
 * alike are one name: compatibility forms, case and the width of spaces do not tell them apart. Letters of
 * other alphabets that look like ours are kept out by `brokenScriptRule` instead, as no folding is safe there.
 */
export function nameForm(name: string): string {
  return foldText(name).replaceAll(/\s+/gu, ' ');
}

// Invisible characters make two equal-looking names differ; joiners inside emoji are not worth a twin. Behind those
// that Unicode lets programs ignore stand the few that leave a blank or nothing and count as neither space nor ignorable.
const invisible =
  /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13441}\u{13442}\u{16fe4}\u{1d159}]/u;
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
  if (invisible.test(folded)) return 'must not contain invisible characters';
  const isMixed = (word: string) => confusableScripts.filter((script) => script.test(word)).length > 1;
  return folded.split(/\s+/u).some(isMixed) ? 'must not mix alphabets within a word' : undefined;
}

/**
 * The forms in which people's words are compared. The engines of the store disagree on what a capital letter is
 * beyond ASCII, so none of them is ever asked: text is folded here, both when it is stored and when it is sought,
 * and the store compares the results byte by byte.
 */

/**
 * One form for all ways of writing the same text: case, width, ligatures and the order of accents do not count,
 * accents do. Upper case comes before the last lower case, so that ß is found as ss and ς as σ; lower case comes
 * before it, because the capital ẞ is its own upper case.
 */
export function foldText(text: string): string {
  const one = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
  return one.replaceAll('ς', 'σ').trim();
}

const separators = /[^\p{L}\p{M}\p{N}\p{So}]+/u;

/** The words of a text, folded, with one space in between: `Jane.Doe@example.org` → `jane doe example org`. */
export function wordsOf(text: string): string {
  return foldText(text)
    .split(separators)
    .filter((word) => word !== '')
    .join(' ');
}

/**
 * What a list keeps beside an entity to answer words without an attribute: the words of each text with a space
 * before and after every one, so that ` jan` finds the beginning of a word and ` jane ` a whole one; texts stand on
 * lines of their own, so that no phrase reaches from one into the next.
 */
export function searchText(texts: readonly (string | undefined)[]): string {
  return texts.map((text) => ` ${wordsOf(text ?? '')} `).join('\n');
}

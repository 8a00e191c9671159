import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A row of docs/security-proof.md: a promise, and the tests that it says show it. */
export interface ProofRow {
  readonly id: string;
  readonly citations: readonly Citation[];
  /** What the row says beside the tests: what is missing, and when it comes. */
  readonly remark: string;
}

export interface Citation {
  /** From the folder of the page. */
  readonly path: string;
  readonly test: string;
}

const citation = /\[[^\]]+\]\(([^)]+\.ts)\): `([^`]+)`(?:<br>)?/g;

/** The rows of all tables of the page, in order. */
export function readProofRows(page: string): readonly ProofRow[] {
  return page
    .split('\n')
    .filter((line) => /^\| [A-Z]+-?\d+ \|/.test(line))
    .map((line) => {
      const [id = '', , , shown = ''] = line.slice(2, -2).split(' | ');
      const citations = [...shown.matchAll(citation)].map(([, path = '', test = '']) => ({ path, test }));
      return { id, citations, remark: shown.replaceAll(citation, '').trim() };
    });
}

/** What the page names and is not there, and rows that show nothing and do not say why, as "R1: …". */
export function findProofFaults(root: string, page: string, rows: readonly ProofRow[]): readonly string[] {
  return rows.flatMap(({ id, citations, remark }) => {
    if (citations.length === 0 && remark === '') return [`${id}: no test, and no reason`];
    return citations.flatMap(({ path, test }) => {
      const file = join(root, dirname(page), path);
      if (!existsSync(file)) return [`${id}: no file ${path}`];
      return testNamesIn(readFileSync(file, 'utf8')).includes(test)
        ? []
        : [`${id}: no test "${test}" in ${path}`];
    });
  });
}

/** The names of the tests of a file, and of groups of them, as they are written. */
export function testNamesIn(source: string): readonly string[] {
  const named = source.matchAll(/\b(?:describe|test|it)\(\s*(['"`])((?:\\.|(?!\1).)*)\1,/gs);
  return [...named].map(([, , text = '']) => text.replaceAll(/\\(.)/gs, '$1'));
}

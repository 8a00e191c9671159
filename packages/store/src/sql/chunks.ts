import { setImmediate as nextTurn } from 'node:timers/promises';

/** Far below what either engine takes as parameters of one statement, with the widest row. */
const chunkSize = 500;

/** Cuts a list into pieces that fit one statement, and lets other work in between them. */
export async function* chunksOf<Item>(
  items: readonly Item[],
  size: number = chunkSize,
): AsyncGenerator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) {
    if (start > 0) await nextTurn();
    yield items.slice(start, start + size);
  }
}

/** The known name that was most likely meant, for "did you mean"; absent when none is near. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const wanted = fold(typed);
  const contained = known.find((name) => wanted.length >= 3 && fold(name).includes(wanted));
  if (contained !== undefined) return contained;
  const [nearest] = known
    .map((name) => ({ name, distance: editDistance(wanted, fold(name)) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest !== undefined && nearest.distance <= Math.max(2, wanted.length / 4)
    ? nearest.name
    : undefined;
}

/** What people get wrong first are case and separators. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Insertions, deletions and replacements of one character that lead from one text to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, character] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (character === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/**
 * Welch's t of two samples: how many standard errors their means are apart, whatever their spreads. Beyond 4.5 either
 * way chance is no explanation any more (as dudect and the TVLA for side channels have it).
 */
export const tMax = 4.5;

export function welchT(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [momentsOf(one), momentsOf(other)];
  const error = Math.sqrt(a.variance / one.length + b.variance / other.length);
  return error === 0 ? 0 : (a.mean - b.mean) / error;
}

function momentsOf(numbers: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return { mean, variance: squares / (numbers.length - 1) };
}

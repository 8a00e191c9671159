/**
 * The source of everything that must not be guessed: a cryptographically secure generator (ASVS 11.5.1).
 * An implementation that cannot deliver throws; there is no weaker second source.
 */
export interface Random {
  bytes(length: number): Uint8Array;
}

/** A number in [0, below) without modulo bias, for `below` up to 256. */
export function randomIndex(random: Random, below: number): number {
  const limit = 256 - (256 % below);
  for (;;) {
    for (const byte of random.bytes(16)) if (byte < limit) return byte % below;
  }
}

/**
 * Room for more bytes than memory should hold, which nobody else reads or writes and which is gone when the process ends.
 * What was never written is not read. Both throw when it cannot be done.
 */
export interface Scratch {
  /** Fills all of `into`. */
  read(into: Uint8Array, position: number): void;
  write(bytes: Uint8Array, position: number): void;
  /** Gives the room back. */
  close(): void;
}

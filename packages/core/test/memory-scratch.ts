import type { Scratch } from '../src/verification/scratch.ts';

/** A scratch file in memory, which may be made to fail. */
export class MemoryScratch implements Scratch {
  bytes = new Uint8Array(0);
  isBroken = false;
  isClosed = false;

  read(into: Uint8Array, position: number): void {
    if (this.isBroken) throw new Error('the disk failed');
    if (position + into.length > this.bytes.length) throw new Error('nothing was written there');
    into.set(this.bytes.subarray(position, position + into.length));
  }

  write(bytes: Uint8Array, position: number): void {
    if (this.isBroken) throw new Error('the disk failed');
    const end = position + bytes.length;
    if (end > this.bytes.length) {
      const longer = new Uint8Array(end);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes.set(bytes, position);
  }

  close(): void {
    this.isClosed = true;
  }
}

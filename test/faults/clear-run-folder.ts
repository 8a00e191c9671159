import { rmSync } from 'node:fs';
import process from 'node:process';
import { runFolder } from '../harness/run-folder.ts';

/** Ends a run by command: takes away what it wrote, or says where it lies when there is something to look at. */
export function clearRunFolder(isGood: boolean): void {
  if (process.env.COUNTERSIGN_TEST_RUN !== undefined) return;
  if (isGood) rmSync(runFolder, { recursive: true, force: true });
  else console.error(`What was written is in ${runFolder}`);
}

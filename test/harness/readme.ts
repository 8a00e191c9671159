import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a command of the README printed. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
}

/**
 * Runs a command of the README as it is pasted: the block marked `tour:<name>`, in a shell, in the repository.
 * Only the addresses are exchanged for those of this test.
 */
export function runTour(
  name: string,
  addresses: { readonly authority: string; readonly door: string },
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const block = new RegExp(`^\`\`\`sh tour:${name}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(
    readFileSync(`${root}README.md`, 'utf8'),
  )?.[1];
  if (block === undefined) throw new Error(`the README has no block tour:${name}`);
  const script = block
    .replaceAll('http://localhost:4700', addresses.authority)
    .replaceAll('http://localhost:8080', addresses.door);
  return new Promise((resolve) => {
    execFile(
      'sh',
      ['-c', script],
      {
        cwd: root,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: process.env.HOME ?? '/',
          COUNTERSIGN_URL: addresses.authority,
          ...env,
        },
      },
      (error, stdout) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    );
  });
}

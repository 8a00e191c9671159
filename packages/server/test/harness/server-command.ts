import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from '../../../../test/harness/bare-environment.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the server's own commands beside an authority, with the settings of that one. */
export function runBeside(
  {
    dataFolder,
    databaseUrl,
    env = {},
  }: {
    readonly dataFolder: string;
    readonly databaseUrl?: string | undefined;
    readonly env?: Readonly<Record<string, string>>;
  },
  ...words: readonly string[]
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = {
      cwd: dataFolder,
      env: {
        ...bareEnvironment(),
        COUNTERSIGN_DATA__DIRECTORY: join(dataFolder, 'data'),
        ...(databaseUrl !== undefined && { COUNTERSIGN_DATABASE__URL: databaseUrl }),
        ...env,
      },
      timeout: 60_000,
    };
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

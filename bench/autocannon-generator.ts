import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type LoadFigures, type LoadGenerator, type LoadPlan, onCore } from './load.ts';

const program = fileURLToPath(new URL('autocannon-program.ts', import.meta.url));

/** autocannon, which npm brings. It may well need more of its core than the server of its own. */
export const autocannonGenerator: LoadGenerator = { name: 'autocannon', run };

async function run(plan: LoadPlan): Promise<LoadFigures> {
  const child = spawn(...onCore(plan.core, [process.execPath, program]), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(plan));
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(printed);
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/harness/running-authority.ts';
import {
  client,
  endWithUs,
  introspectionRequest,
  type Peer,
  saysActive,
  startProgram,
  stopProcess,
} from './peer.ts';
import { randomText } from './random-text.ts';
import { untilAnswers } from './until-answers.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = '/usr/bin/python3';
const gunicorn = '/usr/bin/gunicorn';
const library = '/usr/lib/python3/dist-packages/oauth2_provider';

/** Threads, as the workers that gunicorn has by default close every connection after one answer. */
const words = ['--worker-class', 'gthread', '--workers', '1', '--threads', '16', '--keep-alive', '75'];

export const djangoToolkit: Peer = {
  name: 'django-oauth-toolkit',
  setting:
    'introspection, SQLite with WAL, DEBUG off, gunicorn with 16 threads, client by Basic (secret as it lies in the table)',
  findMissing: () =>
    [gunicorn, library].every(existsSync) ? undefined : "Debian's python3-django-oauth-toolkit and gunicorn",
  async start(folder, count) {
    const options = { cwd: folder, env: { PYTHONDONTWRITEBYTECODE: '1' } };
    const filling = await startProgram<{ readonly tokens: readonly string[] }>(
      [python, `${here}django_toolkit.py`],
      { ...count, client },
      options,
    );
    const port = await freePort();
    const where = ['--bind', `127.0.0.1:${port}`, '--pythonpath', here, '--log-level', 'error'];
    const child = spawn(gunicorn, [...words, ...where, 'django_toolkit:application'], {
      cwd: folder,
      env: options.env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endWithUs(child);
    await untilAnswers(child, port);
    return {
      target: { port, pid: child.pid },
      tokens: filling.report.tokens,
      makeUnknown: () => randomText(48),
      ask: (token) => introspectionRequest('/introspect/', token),
      isActive: saysActive,
      stop: () => stopProcess(child),
    };
  },
};

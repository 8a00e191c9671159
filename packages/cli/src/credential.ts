/**
 * Which authority, and with which token. The token comes from a file, from standard input or from the
 * environment; never from an argument, which every user of the machine can read.
 */
import { exitCodes, Fault, usageFault } from './fault.ts';
import type { Surroundings } from './surroundings.ts';

const urlDefault = 'http://localhost:4700';

export function authorityUrl(flag: string | undefined, { environment }: Surroundings): string {
  const text = flag ?? (environment.COUNTERSIGN_URL || urlDefault);
  const url = URL.parse(text);
  const isPlain =
    url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw usageFault('the address must be an http or https address without credentials, query and fragment');
  }
  return url.href;
}

export async function readToken(flag: string | undefined, surroundings: Surroundings): Promise<string> {
  const token = (await tokenText(flag, surroundings)).trim();
  if (token === '') throw unauthenticated('the token is empty');
  if (!/^[\x21-\x7e]+$/.test(token))
    throw unauthenticated('the token contains a character that no token has');
  return token;
}

async function tokenText(flag: string | undefined, surroundings: Surroundings): Promise<string> {
  if (flag === '-') return surroundings.readStandardInput();
  if (flag !== undefined) return readTokenFile(flag, surroundings);
  const { COUNTERSIGN_TOKEN: token, COUNTERSIGN_TOKEN_FILE: file } = surroundings.environment;
  if (token && file)
    throw usageFault('COUNTERSIGN_TOKEN and COUNTERSIGN_TOKEN_FILE are both set; set one of them');
  if (file) return readTokenFile(file, surroundings);
  if (token) return token;
  throw unauthenticated('a token is needed: --token-file, COUNTERSIGN_TOKEN_FILE or COUNTERSIGN_TOKEN');
}

async function readTokenFile(path: string, { readFile }: Surroundings): Promise<string> {
  try {
    return await readFile(path);
  } catch {
    throw unauthenticated(`the token file ${path} cannot be read`);
  }
}

function unauthenticated(message: string): Fault {
  return new Fault(exitCodes.unauthenticated, message);
}

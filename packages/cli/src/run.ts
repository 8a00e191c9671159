/** One invocation, from its arguments to its exit code. Whatever goes wrong is one line on standard error. */
import { AuthorityClient } from '@countersign/sdk';
import { type Command, parseCommandLine } from './command-line.ts';
import { issueToken, listTokens, revokeToken } from './commands/token.ts';
import { authorityUrl, readToken } from './credential.ts';
import { describe, type ExitCode, exitCodeOf, exitCodes } from './fault.ts';
import { help } from './help.ts';
import { printable } from './output.ts';
import type { Surroundings } from './surroundings.ts';

export async function run(args: readonly string[], outer: Surroundings): Promise<ExitCode> {
  const report = (line: string) => outer.report(`countersign: ${printable(line)}\n`);
  const surroundings: Surroundings = { ...outer, report };
  try {
    await perform(parseCommandLine(args), surroundings);
    return exitCodes.done;
  } catch (error) {
    const exitCode = exitCodeOf(error);
    report(`${describe(error)}${exitCode === exitCodes.usage ? '; see countersign --help' : ''}`);
    return exitCode;
  }
}

async function perform(command: Command, surroundings: Surroundings): Promise<void> {
  switch (command.kind) {
    case 'help':
      return surroundings.print(help);
    case 'version':
      return surroundings.print(`${surroundings.version}\n`);
    case 'token list':
      return listTokens(await openClient(command, surroundings), command, surroundings);
    case 'token issue':
      return issueToken(await openClient(command, surroundings), command, surroundings);
    case 'token revoke':
      return revokeToken(await openClient(command, surroundings), command, surroundings);
    default:
      command satisfies never;
  }
}

async function openClient(
  { url, tokenFile }: { readonly url: string | undefined; readonly tokenFile: string | undefined },
  surroundings: Surroundings,
): Promise<AuthorityClient> {
  const address = authorityUrl(url, surroundings);
  const token = await readToken(tokenFile, surroundings);
  const { fetch } = surroundings;
  return new AuthorityClient({ url: address, credential: () => token, ...(fetch && { fetch }) });
}

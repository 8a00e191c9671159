/** Arguments → one command with its options, or a usage fault. There is no option that takes a secret. */
import { parseArgs } from 'node:util';
import { usageFault } from './fault.ts';

interface Connection {
  readonly url: string | undefined;
  readonly tokenFile: string | undefined;
}

interface TokenCommand extends Connection {
  readonly user: string;
  readonly json: boolean;
}

export interface TokenList extends TokenCommand {
  readonly kind: 'token list';
}

export interface TokenIssue extends TokenCommand {
  readonly kind: 'token issue';
  readonly name: string;
  readonly scope: readonly string[];
  readonly expires: string;
  readonly description: string | undefined;
}

export interface TokenRevoke extends TokenCommand {
  readonly kind: 'token revoke';
  readonly id: string;
}

export type Command = { readonly kind: 'help' | 'version' } | TokenList | TokenIssue | TokenRevoke;

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  url: { type: 'string' },
  'token-file': { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
  name: { type: 'string' },
  scope: { type: 'string', multiple: true },
  expires: { type: 'string' },
  description: { type: 'string' },
} as const;

const optionsOfIssue = ['name', 'scope', 'expires', 'description'] as const;

export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [noun, verb, ...operands] = positionals;
  if (noun === undefined) throw usageFault('a command is missing');
  if (noun !== 'token') throw usageFault('this command is not known');
  const shared: TokenCommand = {
    url: values.url,
    tokenFile: values['token-file'],
    user: values.user ?? 'me',
    json: values.json ?? false,
  };
  if (verb !== 'issue') {
    const foreign = optionsOfIssue.find((name) => values[name] !== undefined);
    if (foreign !== undefined) throw usageFault(`--${foreign} belongs to token issue alone`);
  }
  switch (verb) {
    case 'list':
      expectOperands(operands, 0);
      return { kind: 'token list', ...shared };
    case 'issue': {
      expectOperands(operands, 0);
      const { name, scope = [], expires = '90d', description } = values;
      if (name === undefined) throw usageFault('--name is missing');
      if (scope.length === 0) throw usageFault('--scope is missing; give it once for each service');
      return { kind: 'token issue', ...shared, name, scope, expires, description };
    }
    case 'revoke': {
      expectOperands(operands, 1);
      const [id = ''] = operands;
      return { kind: 'token revoke', ...shared, id };
    }
    default:
      throw usageFault('token is followed by list, issue or revoke');
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // The first sentence names the option; the rest is advice over several lines.
    const [sentence = ''] = (error as Error).message.split(/[.\n]/);
    throw usageFault(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

// An operand too many may be a secret that was meant for an option; it is not repeated.
function expectOperands(operands: readonly string[], count: 0 | 1): void {
  if (operands.length > count) throw usageFault('there is an argument too many');
  if (operands.length < count || operands.includes('')) throw usageFault('the id of the token is missing');
}

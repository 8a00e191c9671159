import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { text } from 'node:stream/consumers';

/** The answer that a bare server gives to everything. */
export interface ConstantAnswer {
  readonly status: number;
  /** Names and values in turn, as they went over the wire. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * What a check is measured against: node:http as it comes, one server for each answer, which reads the whole request
 * and gives the same answer always. Answers on standard input, ports on standard output.
 */
const answers: readonly ConstantAnswer[] = JSON.parse(await text(process.stdin));
const ports: number[] = [];
for (const answer of answers) ports.push(await listen(serve(answer)));
process.stdout.write(`${JSON.stringify(ports)}\n`);

function serve({ status, headers, body }: ConstantAnswer): Server {
  return createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => {
      response.writeHead(status, [...headers]);
      response.end(body);
    });
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

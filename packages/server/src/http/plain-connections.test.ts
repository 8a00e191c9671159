import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, describe, test } from 'node:test';
import { PlainConnections } from './plain-connections.ts';
import type { PlainResponse } from './plain-response.ts';

const question = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Connections over real sockets, whose questions wait until the test answers them. */
async function listen() {
  const asked: PlainResponse[] = [];
  const handedOver: Socket[] = [];
  const connections = new PlainConnections({
    answer: (request, response) => {
      if (request.url !== '/') return false;
      asked.push(response);
      return true;
    },
    handOver: (socket) => handedOver.push(socket),
    isListening: () => true,
    firstTimeout: 5_000,
    keepAliveTimeout: 5_000,
    keepAliveLines: 'Connection: keep-alive\r\n',
  });
  const server = createServer({ allowHalfOpen: true }, (socket) => connections.take(socket)).listen(0);
  after(() => {
    connections.closeAll();
    for (const socket of handedOver) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');
  return { connections, asked, handedOver, open };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; !isSo(); looks++) {
    if (looks > 1_000) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('nothing is kept of a connection', () => {
  test('whose other end hung up before it was answered', async () => {
    const { connections, asked, open } = await listen();
    const socket = open();
    socket.write(question);
    await until(() => asked.length === 1);
    socket.resetAndDestroy();
    await until(() => asked[0]?.destroyed === true);
    asked[0]?.send(200, '', [], '');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(connections.size, 0);
  });

  test('whose other end said that nothing more would come, once that was answered', async () => {
    const { connections, asked, open } = await listen();
    const socket = open();
    socket.end(question);
    socket.resume();
    await until(() => asked.length === 1);
    asked[0]?.send(200, '', [], '');
    await until(() => connections.size === 0);
  });

  test('that was handed over', async () => {
    const { connections, handedOver, open } = await listen();
    const socket = open();
    socket.write(question.replace('GET /', 'GET /other'));
    await until(() => handedOver.length === 1);
    assert.equal(connections.size, 0);
    socket.destroy();
  });
});

test('to close those that wait leaves those that are answered', async () => {
  const { connections, asked, open } = await listen();
  const [waiting, asking] = [open(), open()];
  asking.write(question);
  await until(() => asked.length === 1 && connections.size === 2);
  connections.closeIdle();
  await until(() => connections.size === 1);
  asked[0]?.send(200, '', [], 'good');
  assert.match(String((await once(asking, 'data'))[0]), /good$/);
  for (const socket of [waiting, asking]) socket.destroy();
});

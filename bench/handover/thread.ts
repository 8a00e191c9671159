import { type MessagePort, workerData } from 'node:worker_threads';
import { insertInto } from './insert.ts';

/** The thread that has the connection: runs what it is sent, answers, and wakes whoever waits. */
const { port, answers } = workerData as { readonly port: MessagePort; readonly answers: Int32Array };
const insert = insertInto();

port.on('message', () => {
  port.postMessage({ changes: insert() });
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
});
port.postMessage('ready');

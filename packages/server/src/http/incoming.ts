import type { IncomingMessage } from 'node:http';

/** What is known of a request before its body, by whichever reader it came. */
export type Incoming = Pick<IncomingMessage, 'headers' | 'socket'>;

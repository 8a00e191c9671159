import type { BlockList } from 'node:net';
import type { Secret } from '@countersign/core';
import type { LogLevel, Registration } from './value-rule.ts';

/** Where people and services reach the authority; its issuer identifier (RFC 8414 §2). */
export interface PublicUrl {
  /** Without a trailing slash: paths are appended to it. */
  readonly href: string;
  readonly origin: string;
  /** Empty, or begins with a slash and does not end with one. */
  readonly basePath: string;
  /** Whether it is https: decides the cookie's prefix and `Strict-Transport-Security`. */
  readonly isSecure: boolean;
}

/** The configuration of one process, checked and frozen at start. */
export interface Settings {
  /** How many processes of this host answer requests. */
  readonly workers: number;
  readonly publicUrl: PublicUrl;
  readonly listen: {
    readonly host: string;
    readonly port: number;
    /** Whose `X-Forwarded-For` is believed. */
    readonly trustedProxies: BlockList;
  };
  readonly data: { readonly directory: string };
  /** A PostgreSQL to use; SQLite in the data directory when absent. Secret, as it may hold a password. */
  readonly database: { readonly url: Secret | undefined };
  readonly keyRing: { readonly file: string };
  readonly sessions: { readonly idleSeconds: number; readonly absoluteSeconds: number };
  readonly lists: { readonly topMax: number };
  readonly usage: { readonly flushSeconds: number };
  /** Whether applications may register themselves (RFC 7591), with a token of who may register services. */
  readonly oauth: { readonly registration: Registration };
  readonly signIn: { readonly hashConcurrency: number; readonly hashQueue: number };
  readonly log: { readonly level: LogLevel };
}

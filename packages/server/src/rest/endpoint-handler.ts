import type { QueryParameters } from '@countersign/api';
import type { Caller, Result } from '@countersign/core';
import type { Authority } from '../authority.ts';

/** What a REST handler is given: everything is parsed, nothing is checked for rights. */
export interface RestRequest {
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: QueryParameters;
  readonly body: unknown;
}

/** What it answers. No body means an empty 200. */
export interface RestAnswer {
  readonly body?: unknown;
  /** The new entity's path below the base path. */
  readonly location?: string;
  /** Body keys that were ignored, for the header of that name. */
  readonly ignored?: readonly string[];
  /** In place of a body: a file, written while it is read. */
  readonly file?: RestFile;
}

export interface RestFile {
  /** Of letters, digits, dots and dashes alone. */
  readonly name: string;
  readonly mediaType: string;
  readonly text: AsyncIterable<string>;
}

export type RestHandler = (authority: Authority, request: RestRequest) => Promise<Result<RestAnswer>>;

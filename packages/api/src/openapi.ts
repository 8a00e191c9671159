/**
 * The OpenAPI 3.1 document, made from the same schemas that validate requests and the same table that makes
 * the routes.
 */
import type * as z from 'zod';
import type { Endpoint, QueryParameter } from './endpoint.ts';
import { type EndpointId, endpoints } from './endpoints.ts';
import { errorBody, oauthErrorBody } from './error.ts';
import { openApiComponents, type Reference } from './openapi-components.ts';

type Json = Record<string, unknown>;

const statusTexts: Readonly<Record<number, string>> = {
  400: 'A parameter or the body is malformed; `error_field` and `error_children` say where',
  401: 'No credential, or one that is not accepted',
  403: 'The caller may not do this; `error_children` has one entry per missing permission',
  404: 'No such entity, or none that the caller may know of',
  409: 'It would clash with an existing entity; `error_field` says by what',
  413: 'The body is too long',
  415: 'The body has another media type',
  429: 'Too many requests; `Retry-After` says when to come again',
  500: 'A fault of the server; the answer has only the id of the request',
  503: 'Cannot be answered now; `Retry-After` says when to come again',
};

const queryParameters: Readonly<Record<QueryParameter, Json>> = {
  fields: {
    description:
      'Which members to answer: `name,scope(id,key),user/login`. Unknown names are ignored, envelopes of pages ' +
      'are always whole, and `type` is always there. Without it: all members, nested entities reduced to type, ' +
      'id, name, login and key.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  $top: {
    description:
      'How many entities to answer; -1 is all, up to the configured maximum. `top` means the same.',
    schema: { type: 'integer', minimum: -1, default: 100 },
  },
  $skip: {
    description: 'How many entities to leave out at the beginning. `skip` means the same.',
    schema: { type: 'integer', minimum: 0, default: 0 },
  },
  orderBy: {
    description: 'One or more `field[:asc|:desc]`, separated by commas.',
    schema: { type: 'string', maxLength: 200 },
  },
  query: {
    description:
      'Narrows the list, in the language of queries: `login: jane* and not is: banned`. Refused unless empty by ' +
      'a list that cannot be asked.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  typed: {
    name: 'query',
    description: 'What was typed so far of a query; it need not be one yet.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  caret: {
    description: 'Where in `query` the caret stands, in UTF-16 code units; at its end unless told.',
    schema: { type: 'integer', minimum: 0 },
  },
  except: {
    description: 'Which session goes on: `current`, the one that asks. Absent: none does.',
    schema: { enum: ['current'] },
  },
  successor: {
    description: 'The id of who takes over: of a user the bots, of a group the members.',
    schema: { type: 'string' },
  },
  filter: {
    name: 'query',
    description:
      "Which entities, in Hub's query language: `name: value`, words, `and`, `or`, `not` and brackets; what is not " +
      'understood is refused. docs/query-language.md tells it whole.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  eventQuery: {
    name: 'query',
    description:
      'In the query language of the lists, but without `not`, stars and words without a name: `name: value`, all of ' +
      'which must fit. Several values of one name are separated by ' +
      'commas, one of them must fit; a value with spaces stands in braces. Names: after, before (a date, a moment ' +
      'in ISO 8601, or milliseconds since 1970), afterId, beforeId, id, author (an id, a login, `me`, `system` or ' +
      '`anonymous`), subject, event (`created`, `updated`, `deleted`), act (a kind), result, entityType, target, ' +
      'token, address, request.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  eventFormat: {
    name: 'format',
    description: 'The form of the file.',
    schema: { enum: ['jsonl', 'csv'], default: 'jsonl' },
  },
  failOnPermissionReduce: { description: 'Accepted and without effect.', schema: { type: 'boolean' } },
  service: {
    description: 'The id or the key of the service that is being protected.',
    required: true,
    schema: { type: 'string' },
  },
  permission: {
    description: 'The key of a permission that the service declares: who does not hold it is refused, 403.',
    schema: { type: 'string' },
  },
  project: {
    description:
      'The id or the key of the project in which the permission must be held; absent: it must be held in Global.',
    schema: { type: 'string' },
  },
  max_age: {
    description:
      'From how many seconds ago the answer may be, and never more than the service may be behind; absent: from now.',
    schema: { type: 'integer', minimum: 0, maximum: 60 },
  },
  clientId: {
    name: 'client_id',
    description: 'The id of the service',
    schema: { type: 'string' },
  },
  principal: {
    description: 'The id of a user; absent, empty or `me` is the caller.',
    schema: { type: 'string' },
  },
};

const pathParameters: Readonly<Record<string, string>> = {
  userId: 'The id of a user, or `me`; `guest` where a user is read',
  noticeId: 'The id of a notice',
  detailsId: 'The id of the details, which is that of their user',
  sessionId: 'The id of a session',
  tokenId: 'The id of a permanent token, or of a refresh token',
  scopeId: 'The id of an approved scope',
  passwordId: 'The id of an application password',
  serviceId: 'The id of a service, or its key',
  secretId: 'The id of a secret of a service',
  redirectUriId: 'The id of an address that was refused',
  eventId: 'The number of an event',
  groupId: 'The id of a group',
  roleId: 'The id of a role, or its key',
  projectId: 'The id of a project, or its key; `0` is Global',
  permissionId: 'The key of a permission, which is its id, too',
  projectRoleId: 'The id of a given role',
};

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A permanent token with this authority in its scope',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'countersign',
    description: 'A browser session; `__Host-countersign` on https',
  },
  service: { type: 'http', scheme: 'basic', description: "A service's id or key, and its secret" },
};

const security: Readonly<Record<Endpoint['authentication'], readonly Json[]>> = {
  user: [{ bearer: [] }, { session: [] }],
  bearer: [{ bearer: [] }],
  service: [{ service: [] }],
  none: [],
};

/** An installation; what is switched off there is not described. */
export interface Installation {
  readonly publicUrl: string;
  readonly version: string;
  readonly off?: readonly EndpointId[];
}

/** The document for an installation. */
export function openApiDocument({ publicUrl, version, off = [] }: Installation): Json {
  const schemas = openApiComponents();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints.filter(({ id }) => !off.includes(id)) as readonly Endpoint[]) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(endpoint, schemas.reference),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'The self-hosted authority for authentication tokens. Times are milliseconds since 1970, except in ' +
        'introspection, where they are seconds. A path may end in a slash. Unknown keys of a body are ignored ' +
        'and named in the header `ignored` of the answer.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: schemas.all, securitySchemes },
  };
}

function operation(endpoint: Endpoint, reference: Reference): Json {
  const { id, summary, tag, permission, body, bodyIsOptional, form, authentication } = endpoint;
  const content = body
    ? { 'application/json': body.schema }
    : form && { 'application/x-www-form-urlencoded': form };
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(permission && { description: `For: ${permission}.` }),
    security: security[authentication],
    parameters: parameters(endpoint),
    ...(content && {
      requestBody: { required: bodyIsOptional !== true, content: contentOf(content, reference) },
    }),
    responses: Object.fromEntries(
      [...endpoint.statuses, 500].map((status) => [status, response(endpoint, status, reference)]),
    ),
  };
}

function parameters({ path, query = [] }: Endpoint): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathParameters[name],
    schema: { type: 'string' },
  }));
  return [...inPath, ...query.map((name) => ({ name, in: 'query', ...queryParameters[name] }))];
}

function response(endpoint: Endpoint, status: number, reference: Reference): Json {
  const { answer, plain, files, authentication, isOAuth } = endpoint;
  if (status >= 400) {
    const error = authentication === 'service' || isOAuth ? oauthErrorBody : errorBody;
    return {
      description: statusTexts[status],
      ...(plain ? {} : { content: contentOf({ 'application/json': error }, reference) }),
    };
  }
  if (plain) return { description: 'Done', content: { 'text/plain': { schema: { const: 'ok' } } } };
  if (files) return { description: 'The file', content: fileContents(files) };
  return {
    description: 'Done',
    ...(answer && { content: contentOf({ 'application/json': answer }, reference) }),
  };
}

function fileContents(types: readonly string[]): Json {
  return Object.fromEntries(types.map((type) => [type.split(';')[0], { schema: { type: 'string' } }]));
}

function contentOf(schemas: Readonly<Record<string, z.ZodType>>, reference: Reference): Json {
  return Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [type, { schema: reference(schema) }]),
  );
}

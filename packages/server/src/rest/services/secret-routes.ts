import { projectFields, serviceSecretRotationBody } from '@countersign/api';
import {
  authorizeManageServices,
  endServiceSecret,
  findService,
  listServiceSecrets,
  nilId,
  ok,
  parseId,
  rotateServiceSecret,
  type ServiceSecretId,
  trustId,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, cutPage, readBodyAs, readFields, readListQuery } from '../read-request.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { presentSecret } from './present.ts';
import { presentWithSecret, readServiceId } from './routes.ts';

/** With what a service shows who it is: made, listed without the secret itself, ended. */

export const rotate: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(serviceSecretRotationBody, request.body === undefined ? {} : request.body);
  if (!read.ok) return read;
  const { caller, parameters } = request;
  // Asked first, so that who may not manage services learns nothing about which exist.
  const may = authorizeManageServices(caller.actor);
  if (!may.ok) return may;
  const service = await findService(authority.store.tables, caller, parameters.serviceId ?? '');
  if (!service.ok) return service;
  const made = await rotateServiceSecret(authority, caller, service.value.id, read.value.body.overlap);
  if (!made.ok) return made;
  return ok({
    body: projectFields(await presentWithSecret(authority, request, made.value), fields.value),
    ignored: read.value.ignored,
  });
};

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const window = readListQuery(request, {}, topMax);
  if (!window.ok) return window;
  await showRecentUse(authority);
  const secrets = await listServiceSecrets(authority, request.caller, request.parameters.serviceId ?? '');
  if (!secrets.ok) return secrets;
  const page = cutPage(secrets.value, window.value.page);
  const whole = checkWhole(window.value.query, page, topMax);
  if (!whole.ok) return whole;
  return ok({ body: presentPage('ServiceSecretsPage', 'secrets', window.value.query, page, presentSecret) });
};

export const end: RestHandler = async (authority, request) => {
  const id = await readServiceId(authority, request);
  const secret = parseId<ServiceSecretId>(request.parameters.secretId ?? '') ?? trustId(nilId);
  const ended = await endServiceSecret(authority, request.caller, id, secret);
  return ended.ok ? ok({}) : ended;
};

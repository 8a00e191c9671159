import type { Caller, Refusal, UserActor } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { devicePath } from '../oauth/device-path.ts';
import type { DeviceRequests } from '../oauth/device-requests.ts';
import type { DeviceRequest } from '../oauth/find-device.ts';
import { isUserCode, printUserCode, readUserCode } from '../oauth/user-code.ts';
import { wishes } from './consent-page.ts';
import { formOf } from './form-body.ts';
import { failureId, failureNotice, formField, notice } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import { moment } from './markup/moment.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { twoFactorAddress } from './session-entry.ts';

/**
 * Where somebody types the code that a device without a browser shows (RFC 8628 §3.3). An address that brings the code
 * along fills it in and no more: whoever follows a link must still compare it with their device, and sees from where and
 * when the device asked, as the link may be a stranger's (RFC 8628 §5.4). Nothing that was agreed to before is used.
 */
export function registerDevicePage(app: FastifyInstance, deps: PageDeps, devices: DeviceRequests): void {
  const { basePath } = deps.publicUrl;

  app.get(devicePath, async (request, reply) => {
    const given = (request.query as Readonly<Record<string, unknown>>).user_code;
    return sendCodeForm(reply, basePath, { code: readUserCode(typeof given === 'string' ? given : '') });
  });

  app.post(devicePath, async (request, reply) => {
    const form = formOf(request);
    const code = readUserCode(form.get('user_code') ?? '');
    const visitor = await deps.visitorOf(request);
    if (visitor === undefined) {
      const query = new URLSearchParams({ return: addressWith(basePath, code) });
      return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in?${query}`, 303);
    }
    if (!isUserCode(code)) return sendCodeForm(reply, basePath, { code, failure: wrongCode }, 404);
    switch (form.get('answer')) {
      case 'allow': {
        const allowed = await devices.approve(visitor, code);
        return allowed.ok
          ? sendAllowed(reply, basePath, allowed.value)
          : refuse(reply, code, allowed.refusal);
      }
      case 'deny': {
        const denied = await devices.deny(visitor, code);
        return denied.ok ? sendDenied(reply, basePath, denied.value) : refuse(reply, code, denied.refusal);
      }
      default: {
        const found = await devices.find(visitor, code);
        return found.ok
          ? sendQuestion(reply, basePath, found.value, visitor)
          : refuse(reply, code, found.refusal);
      }
    }
  });

  const refuse = (reply: FastifyReply, code: string, refusal: Refusal) => {
    const { status, text, retryAfterSeconds } = refusalWords(refusal);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    const failure = { 'not-found': wrongCode, malformed: notYours }[refusal.kind as string] ?? text;
    return sendCodeForm(reply, basePath, { code, failure }, status);
  };
}

const wrongCode =
  'No device waits with this code: it is another one, was answered, or is older than ten minutes. Let the device show a new one.';
const notYours = 'You may not use the application that asks, or a service that it asks for.';

/** The page with a code filled in, where it is one: whatever else was typed is for no address. */
function addressWith(basePath: string, code: string): string {
  const query = isUserCode(code) ? `?${new URLSearchParams({ user_code: printUserCode(code) })}` : '';
  return `${basePath}${devicePath}${query}`;
}

function sendCodeForm(
  reply: FastifyReply,
  basePath: string,
  { code, failure }: { readonly code: string; readonly failure?: string },
  status = 200,
): FastifyReply {
  const isFilledIn = isUserCode(code);
  const title = 'Connect a device';
  const main = html`<h1>${title}</h1>
<p class="lead">${isFilledIn ? 'Compare this code with the one that your device shows.' : 'Type the code that your device shows.'}</p>
${failure !== undefined && failureNotice(failure)}
<form method="post" action="${basePath}${devicePath}">
  ${formField({
    name: 'user_code',
    label: 'Code',
    kind: 'code',
    autocomplete: 'off',
    value: isFilledIn ? printUserCode(code) : '',
    hint: 'Eight letters. Go on only if you have just started this yourself, on a device of yours.',
    hasFocus: !isFilledIn,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">Continue</button>
</form>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}

function sendQuestion(
  reply: FastifyReply,
  basePath: string,
  request: DeviceRequest,
  { actor: { login, via } }: Caller<UserActor>,
): FastifyReply {
  const { client, code, address, startedAt } = request;
  const here = addressWith(basePath, code);
  const isReduced = via.kind === 'session' && via.isReduced === true;
  const title = `Let ${client.name} act as you on a device?`;
  const started = html`A device at <strong>${address ?? 'an unknown address'}</strong> asked for this at ${moment(startedAt)}, and shows <strong class="device-code">${printUserCode(code)}</strong>. Go on only if that is your device and you started it: whoever sent you a link or a code wants to act as you.`;
  const main = html`<h1>Let <bdi>${client.name}</bdi> act as you on a device?</h1>
<p class="lead">You are <bdi>${login}</bdi>. <a href="${basePath}/sign-in?return=${encodeURIComponent(here)}">Not you?</a></p>
${notice('warning', started)}
${isReduced && notice('warning', html`One of your groups requires two-factor authentication: <a href="${twoFactorAddress(here, basePath)}">set it up</a> before you let an application act as you.`)}
<p><bdi>${client.name}</bdi> asks to:</p>
<ul class="wishes">${wishes(request).map((wish) => html`<li>${wish}</li>`)}</ul>
<p class="aside">You see and end it at any time under Account Security.</p>
<form class="answers" method="post" action="${basePath}${devicePath}">
  <input type="hidden" name="user_code" value="${code}" />
  <button class="button button-quiet" type="submit" name="answer" value="deny">Deny</button>
  ${!isReduced && html`<button class="button button-quiet" type="submit" name="answer" value="allow">Allow</button>`}
</form>`;
  return sendPage(reply, 200, { basePath, title, main });
}

function sendAllowed(reply: FastifyReply, basePath: string, { client }: DeviceRequest): FastifyReply {
  const title = 'The device goes on by itself';
  const main = html`<h1>${title}</h1>
<p><bdi>${client.name}</bdi> may act as you now, and you can close this page. End it at any time under <a href="${basePath}/account/security">Account Security</a>.</p>`;
  return sendPage(reply, 200, { basePath, title, main });
}

function sendDenied(reply: FastifyReply, basePath: string, { client }: DeviceRequest): FastifyReply {
  const title = 'The device was denied';
  const main = html`<h1>${title}</h1>
<p><bdi>${client.name}</bdi> is told so, and gets nothing. You can close this page.</p>
<p class="aside"><a href="${basePath}/">Go to the start page</a></p>`;
  return sendPage(reply, 200, { basePath, title, main });
}

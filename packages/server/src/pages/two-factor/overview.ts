import type { Instant, TwoFactorDevice } from '@countersign/core';
import type { FastifyReply } from 'fastify';
import { failureId, failureNotice, formField, notice } from '../markup/form-field.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import { moment } from '../markup/moment.ts';
import type { PageDeps, TwoFactorState } from '../page-deps.ts';
import { returnQuery, twoFactorPath } from '../session-entry.ts';

export interface OverviewView {
  readonly returnPath: string;
  readonly state: TwoFactorState;
  /** What was typed as the name of a device. */
  readonly name?: string;
  /** What went wrong with a form as a whole. */
  readonly failure?: string;
  /** What is wrong with the name, as a sentence. */
  readonly error?: string | undefined;
  /** The same of a passkey. */
  readonly passkeyName?: string;
  readonly passkeyError?: string | undefined;
}

/** What there is, and what can be done about it: a page that shows no secret, and may be visited at any time. */
export function sendOverview(
  reply: FastifyReply,
  { publicUrl, relyingParty }: PageDeps,
  view: OverviewView,
  status = 200,
): FastifyReply {
  const { basePath } = publicUrl;
  const { returnPath, state, failure, error } = view;
  const action = (step: string) => `${basePath}${twoFactorPath}/${step}${returnQuery(returnPath, basePath)}`;
  const title = 'Two-factor authentication';
  const main = html`<h1>${title}</h1>
${explanation(state)}
${failure !== undefined && failureNotice(failure)}
${state.isOn && methods(state.devices, action)}
<form method="post" action="${action('start')}">
  <h2>Authenticator app</h2>
  ${formField({
    name: 'name',
    label: 'Name of the device',
    kind: 'name',
    autocomplete: 'off',
    value: view.name ?? (state.isOn ? '' : 'Phone'),
    hint: 'By which you will know it again among your devices.',
    error,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">${state.isOn ? 'Add an authenticator app' : 'Set up an authenticator app'}</button>
</form>
${
  relyingParty === undefined
    ? html`<p class="aside">Passkeys need a public address with a name; this one is an IP address.</p>`
    : html`<form method="post" action="${action('passkey-start')}">
  <h2>Passkey or security key</h2>
  ${formField({
    name: 'passkeyName',
    label: 'Name of the passkey',
    kind: 'name',
    autocomplete: 'off',
    value: view.passkeyName ?? '',
    hint: 'Signs you in without a password, too, where it can check that it is you. It needs JavaScript.',
    error: view.passkeyError,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">Add a passkey or security key</button>
</form>`
}
${state.isOn && changes(action, state)}
<p class="aside"><a href="${returnPath}">${isAsked(state) ? 'Not now' : 'Back'}</a></p>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}

/** Whether a group wants what is not there: by now, or soon. */
function isAsked({ isOn, isRequired, isRequiredFrom }: TwoFactorState): boolean {
  return !isOn && (isRequired || isRequiredFrom !== undefined);
}

function explanation({ isOn, isRequired, isRequiredFrom }: TwoFactorState): Html {
  if (isOn)
    return notice('success', 'Two-factor authentication is on: signing in asks for one of your methods.');
  return html`${isRequired && notice('warning', 'One of your groups requires two-factor authentication. Without it you can look after your own profile, and do nothing else.')}
${isRequiredFrom !== undefined && notice('warning', announcement(isRequiredFrom))}
<p class="lead">With it, signing in asks for your password and for a code that an app on your phone shows, or for a passkey. Whoever learns your password alone stays outside.</p>`;
}

function announcement(from: Instant): string {
  return `From ${dayAndTime(from)} on, one of your groups requires two-factor authentication. Until then you may go on without it; after that you can look after your own profile, and do nothing else.`;
}

/** In UTC, which it says: the page runs no script that could know the reader's own time. */
function dayAndTime(moment: Instant): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(moment)} UTC`;
}

/** What there is, with when it came and when it was last used; one of several can be taken away. */
function methods(devices: readonly TwoFactorDevice[], action: (step: string) => string): Html {
  const canRemove = devices.length > 1;
  return html`<h2>Your methods</h2>
<ul class="methods">${devices.map(
    (device) => html`<li>
  <strong><bdi>${device.name}</bdi></strong>
  <p class="field-hint">${device.kind === 'app' ? 'Authenticator app' : 'Passkey'}, added ${moment(device.addedAt)}, ${
    device.lastUsedAt === undefined ? 'never used' : html`last used ${moment(device.lastUsedAt)}`
  }</p>
  ${
    canRemove &&
    html`<form method="post" action="${action('remove')}">
    <input type="hidden" name="method" value="${device.id}" />
    <button class="button button-quiet" type="submit" aria-label="Remove ${device.name}">Remove…</button>
  </form>`
  }
</li>`,
  )}</ul>`;
}

function changes(action: (step: string) => string, { applicationPasswords }: TwoFactorState): Html {
  return html`<form method="post" action="${action('recovery-codes')}">
  <h2>Recovery codes</h2>
  <p>New ones take the place of those that you saved.</p>
  <button class="button button-quiet" type="submit">Make new recovery codes</button>
</form>
<form method="post" action="${action('off')}">
  <h2>Turn it off</h2>
  ${applicationPasswords > 0 && html`<p>${ending(applicationPasswords)}</p>`}
  <label class="check"><input type="checkbox" name="sure" value="yes" required /> I want my password alone to be enough</label>
  <button class="button button-quiet" type="submit">Turn off two-factor authentication</button>
</form>`;
}

/** They were made to pass by the second factor, and go with it. */
function ending(count: number): string {
  return count === 1
    ? 'Your application password ends with it: the program that uses it stops working.'
    : `Your ${count} application passwords end with it: the programs that use them stop working.`;
}

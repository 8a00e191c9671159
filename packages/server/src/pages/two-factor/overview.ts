import type { Instant, Refusal, TwoFactor, TwoFactorDevice } from '@countersign/core';
import type { FastifyReply } from 'fastify';
import { failureId, failureNotice, formField, notice } from '../markup/form-field.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import { moment } from '../markup/moment.ts';
import type { PageDeps } from '../page-deps.ts';
import { refusalWords } from '../refusal-words.ts';
import { returnQuery, twoFactorPath } from '../session-entry.ts';
import type { Visit } from '../visit.ts';
import { refuseVisit } from './visitor.ts';

/** What went wrong with a form of the overview. */
export interface Trouble {
  readonly status: number;
  readonly failure: string;
  /** What was typed as a name, into which of the two forms, and what is wrong with it, as a sentence. */
  readonly typed?: {
    readonly as: 'name' | 'passkeyName';
    readonly text: string;
    readonly error?: string | undefined;
  };
}

/** What there is, and what can be done about it: a page that shows no secret, and may be visited at any time. */
export async function showOverview(
  reply: FastifyReply,
  deps: PageDeps,
  { visitor, returnPath }: Pick<Visit, 'visitor' | 'returnPath'>,
  trouble?: Trouble,
): Promise<FastifyReply> {
  const read = await deps.readTwoFactor(visitor);
  if (read.ok) return sendOverview(reply, deps, returnPath, read.value, trouble);
  const { status, text } = refusalWords(read.refusal);
  const { basePath } = deps.publicUrl;
  return sendPage(reply, status, {
    basePath,
    title: `Error: ${title}`,
    main: html`<h1>${title}</h1>
${failureNotice(text)}
<p class="aside"><a href="${returnPath}">Back</a></p>`,
  });
}

/** Tells there why something was not done; whoever signed in too long ago does it once more first. */
export function refuseAtOverview(
  reply: FastifyReply,
  deps: PageDeps,
  visit: Visit,
  refusal: Refusal,
  typed?: Pick<NonNullable<Trouble['typed']>, 'as' | 'text'>,
): FastifyReply | Promise<FastifyReply> {
  return refuseVisit(reply, deps, { returnPath: visit.returnPath, refusal }, () => {
    const { status, text, fields } = refusalWords(refusal);
    const rule = fields.find(({ field }) => field === 'name')?.rule;
    const error = rule && `The name ${rule}.`;
    return showOverview(reply, deps, visit, {
      status,
      failure: text,
      ...(typed !== undefined && { typed: { ...typed, error } }),
    });
  });
}

const title = 'Two-factor authentication';

function sendOverview(
  reply: FastifyReply,
  { publicUrl, relyingParty }: PageDeps,
  returnPath: string,
  state: TwoFactor,
  trouble?: Trouble,
): FastifyReply {
  const { basePath } = publicUrl;
  const { status = 200, failure, typed } = trouble ?? {};
  const action = (step: string) => `${basePath}${twoFactorPath}/${step}${returnQuery(returnPath, basePath)}`;
  const isOn = state.devices.length > 0;
  const main = html`<h1>${title}</h1>
${explanation(state)}
${failure !== undefined && failureNotice(failure)}
${isOn && methods(state.devices, action)}
<form method="post" action="${action('start')}">
  <h2>Authenticator app</h2>
  ${formField({
    name: 'name',
    label: 'Name of the device',
    kind: 'name',
    autocomplete: 'off',
    value: typed?.as === 'name' ? typed.text : isOn ? '' : 'Phone',
    hint: 'By which you will know it again among your devices.',
    error: typed?.as === 'name' ? typed.error : undefined,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">${isOn ? 'Add an authenticator app' : 'Set up an authenticator app'}</button>
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
    value: typed?.as === 'passkeyName' ? typed.text : '',
    hint: 'Signs you in without a password, too, where it can check that it is you. It needs JavaScript.',
    error: typed?.as === 'passkeyName' ? typed.error : undefined,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">Add a passkey or security key</button>
</form>`
}
${isOn && changes(action, state)}
<p class="aside"><a href="${returnPath}">${isAsked(state) ? 'Not now' : 'Back'}</a></p>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}

/** Whether a group wants what is not there: by now, or soon. */
function isAsked({ devices, isRequired, isRequiredFrom }: TwoFactor): boolean {
  return devices.length === 0 && (isRequired || isRequiredFrom !== undefined);
}

function explanation({ devices, isRequired, isRequiredFrom }: TwoFactor): Html {
  if (devices.length > 0)
    return notice('success', 'Two-factor authentication is on: signing in asks for one of your methods.');
  return html`${isRequired && notice('warning', 'One of your groups requires two-factor authentication. Without it you can look after your own profile, and do nothing else.')}
${isRequiredFrom !== undefined && notice('warning', announcement(isRequiredFrom))}
<p class="lead">With it, signing in asks for your password and for a code that an app on your phone shows, or for a passkey. Whoever learns your password alone stays outside.</p>`;
}

function announcement(from: Instant): Html {
  return html`From ${moment(from)} on, one of your groups requires two-factor authentication. Until then you may go on without it; after that you can look after your own profile, and do nothing else.`;
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

function changes(action: (step: string) => string, { applicationPasswords }: TwoFactor): Html {
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

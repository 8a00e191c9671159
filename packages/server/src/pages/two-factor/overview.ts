import type { FastifyReply } from 'fastify';
import { failureId, failureNotice, formField, notice } from '../markup/form-field.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
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
}

/** What there is, and what can be done about it: a page that shows no secret, and may be visited at any time. */
export function sendOverview(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
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
<form method="post" action="${action('start')}">
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
${state.isOn && changes(action)}
<p class="aside"><a href="${returnPath}">${state.isOn || !state.isRequired ? 'Back' : 'Not now'}</a></p>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}

function explanation({ isOn, isRequired }: TwoFactorState): Html {
  if (isOn)
    return notice('success', 'Two-factor authentication is on: signing in asks for a code of your app.');
  return html`${isRequired && notice('warning', 'One of your groups requires two-factor authentication. Without it you can look after your own profile, and do nothing else.')}
<p class="lead">With it, signing in asks for your password and for a code that an app on your phone shows. Whoever learns your password alone stays outside.</p>`;
}

function changes(action: (step: string) => string): Html {
  return html`<form method="post" action="${action('recovery-codes')}">
  <h2>Recovery codes</h2>
  <p>New ones take the place of those that you saved.</p>
  <button class="button button-quiet" type="submit">Make new recovery codes</button>
</form>
<form method="post" action="${action('off')}">
  <h2>Turn it off</h2>
  <label class="check"><input type="checkbox" name="sure" value="yes" required /> I want my password alone to be enough</label>
  <button class="button button-quiet" type="submit">Turn off two-factor authentication</button>
</form>`;
}

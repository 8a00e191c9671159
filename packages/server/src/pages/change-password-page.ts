import { passwordLengthMin, type Refusal } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { failureId, failureNotice, formField } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { passwordIn, returnQuery } from './session-entry.ts';
import { type Visit, visitsTo } from './visit.ts';

/**
 * Where somebody who is signed in changes their password, with the present one. Whoever signed in too long ago does
 * so first, before anything is typed, and comes back here.
 */
export const changePasswordPath = '/change-password';
const { forVisitors, refuseVisit } = visitsTo(changePasswordPath);

export function registerChangePasswordPage(app: FastifyInstance, deps: PageDeps): void {
  app.get(
    changePasswordPath,
    forVisitors(deps, async (reply, visit) => {
      const may = deps.mayChangePassword(visit.visitor);
      return may.ok ? sendForm(reply, deps, visit) : refuse(reply, deps, visit, may.refusal);
    }),
  );

  app.post(
    changePasswordPath,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, form, returnPath } = visit;
      const changed = await deps.changePassword(visitor, {
        oldPassword: passwordIn(form, 'password'),
        newPassword: passwordIn(form, 'newPassword'),
        endsApplicationPasswords: endsProgramsIn(form),
      });
      if (!changed.ok) return refuse(reply, deps, visit, changed.refusal, endsProgramsIn(form));
      return reply.header('cache-control', 'no-store').redirect(returnPath, 303);
    }),
  );
}

interface Trouble {
  readonly status: number;
  readonly failure: string;
  /** What is wrong with either field, as a sentence. */
  readonly errors: { readonly old?: string | undefined; readonly wanted?: string | undefined };
  /** Whether the box was checked; it stays so. */
  readonly endsPrograms: boolean;
}

function endsProgramsIn(form: Visit['form']): boolean {
  return form.has('endApplicationPasswords');
}

function refuse(reply: FastifyReply, deps: PageDeps, visit: Visit, refusal: Refusal, endsPrograms = false) {
  return refuseVisit(reply, deps, { returnPath: visit.returnPath, refusal }, () => {
    const { status, text, fields, retryAfterSeconds } = refusalWords(refusal);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    const ruleOf = (name: string) => fields.find(({ field }) => field === name)?.rule;
    const [old, wanted] = [ruleOf('password.oldValue'), ruleOf('password.value')];
    const errors = {
      old: old && `Current password ${old}.`,
      wanted: wanted && `New password ${wanted}.`,
    };
    return sendForm(reply, deps, visit, { status, failure: text, errors, endsPrograms });
  });
}

/** No password that was typed comes back. */
function sendForm(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  { visitor, returnPath }: Visit,
  trouble?: Trouble,
): FastifyReply {
  const { basePath } = publicUrl;
  const title = 'Change your password';
  const describedBy = trouble === undefined ? undefined : failureId;
  const main = html`<h1>${title}</h1>
<p class="lead">Every other session of yours ends. Your tokens go on; end those that somebody may have seen.</p>
${trouble !== undefined && failureNotice(trouble.failure)}
<form method="post" action="${basePath}${changePasswordPath}${returnQuery(returnPath, basePath)}">
  ${formField({
    name: 'login',
    label: 'Login',
    kind: 'login',
    autocomplete: 'username',
    value: visitor.actor.login,
    isFixed: true,
  })}
  ${formField({
    name: 'password',
    label: 'Current password',
    kind: 'password',
    autocomplete: 'current-password',
    hasFocus: true,
    error: trouble?.errors.old,
    describedBy,
  })}
  ${formField({
    name: 'newPassword',
    label: 'New password',
    kind: 'password',
    autocomplete: 'new-password',
    hint: `At least ${passwordLengthMin} characters. Several words are easier to remember than symbols.`,
    error: trouble?.errors.wanted,
    describedBy,
  })}
  <label class="check">
    <input type="checkbox" name="endApplicationPasswords" ${trouble?.endsPrograms === true && html`checked`} />
    <span>End all my application passwords and connected applications, too. Check this if somebody may know what you signed in with.</span>
  </label>
  <button class="button" type="submit">Change password</button>
</form>
<p class="aside"><a href="${returnPath}">Not now</a></p>`;
  return sendPage(reply, trouble?.status ?? 200, {
    basePath,
    title: trouble === undefined ? title : `Error: ${title}`,
    main,
  });
}

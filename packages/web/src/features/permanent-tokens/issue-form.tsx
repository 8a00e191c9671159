import type { IssuedPermanentToken } from '@countersign/sdk';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type RefObject, type SubmitEvent, useRef, useState } from 'react';
import { fieldFailuresOf, isUnsure } from '../../lib/failure.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ExpiryChoice, expiresAt } from './expiry-choice.ts';
import { ExpiryField } from './expiry-field.tsx';
import { type IssueRefusal, IssueRefusalNotice } from './issue-refusal.tsx';
import { NarrowingFields } from './narrowing-fields.tsx';
import { type IssueToken, permissionsQuery, servicesQuery } from './queries.ts';
import { ScopeField } from './scope-field.tsx';
import {
  checkDraft,
  type DraftErrors,
  draftFields,
  draftFrom,
  resolvePermissions,
  resolveScope,
  type TokenDraft,
} from './token-draft.ts';
import { tokenSummary } from './token-summary.ts';
import type { Proposal } from './view.ts';

const daysDefault = 90;

/** What is rarely needed stands behind a press. */
const moreFields = ['description', 'permissions', 'projects'] as const;

export interface IssueFormProps {
  /** Whose token it will be; undefined for one's own. */
  readonly login: string | undefined;
  readonly refusal: IssueRefusal | undefined;
  readonly issue: IssueToken;
  readonly proposal: Proposal | undefined;
  readonly nameField: RefObject<HTMLInputElement | null>;
  readonly onCancel: () => void;
  readonly onIssued: (token: IssuedPermanentToken) => void;
}

/** What the new token shall be. Nothing typed is ever lost to an error: each stands beside its field. */
export function IssueForm(props: IssueFormProps) {
  const { login, refusal, issue, proposal, nameField, onCancel, onIssued } = props;
  // The moment the form was opened: "30 days" shall not move while somebody types.
  const [now] = useState(Date.now);
  const settings = useQuery(settingsQuery);
  const services = useQuery(servicesQuery);
  const [draft, setDraft] = useState(() => draftFrom(proposal));
  const [errors, setErrors] = useState<DraftErrors>({});
  const scopeField = useRef<HTMLInputElement>(null);
  const dateField = useRef<HTMLInputElement>(null);

  const days = settings.data?.tokenLifetimeDefaultDays ?? daysDefault;
  const expiry: ExpiryChoice = draft.expiry ?? { kind: 'days', days };
  const expires = expiresAt(expiry, now);
  const { chosen, unknown } = resolveScope(draft.scope, services.data?.services ?? []);
  const declared = useQueries({ queries: chosen.map(({ id }) => permissionsQuery(id)) });
  const offered = declared.flatMap(({ data }) => data?.permissions ?? []);
  const permissions = resolvePermissions(draft, offered);
  const { projects } = draft;
  const failure = issue.error === null ? undefined : fieldFailuresOf(issue.error, draftFields).rest;

  const change = (field: keyof DraftErrors, to: Partial<TokenDraft>) => {
    setDraft((before) => ({ ...before, ...to }));
    setErrors(({ [field]: _mended, ...others }) => others);
  };
  const show = (found: DraftErrors) => {
    setErrors(found);
    const fields: Partial<Record<keyof DraftErrors, RefObject<HTMLInputElement | null>>> = {
      name: nameField,
      scope: scopeField,
      expires: dateField,
    };
    const first = draftFields.find((field) => found[field] !== undefined);
    if (first !== undefined) fields[first]?.current?.focus();
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (issue.isPending || refusal !== undefined) return;
    const found = checkDraft({ name: draft.name, chosen, expires, permissions, projects }, Date.now());
    if (expires === undefined || Object.keys(found).length > 0) return show(found);
    setErrors({});
    try {
      const issued = await issue.mutateAsync({
        name: draft.name.trim(),
        services: chosen.map(({ id }) => id),
        expires,
        ...(draft.description !== '' && { description: draft.description }),
        ...(permissions.length > 0 && { permissions: permissions.map(({ key }) => key) }),
        ...(projects.length > 0 && { projects: projects.map(({ id }) => id) }),
      });
      // The mutation would keep the answer, and with it the token.
      issue.reset();
      onIssued(issued);
    } catch (error) {
      show(fieldFailuresOf(error, draftFields).fields);
    }
  };

  return (
    <form noValidate onSubmit={submit}>
      <DialogBody>
        {refusal === undefined ? null : <IssueRefusalNotice login={login} refusal={refusal} />}
        {failure === undefined ? null : (
          <FailurePanel
            error={failure}
            title={isUnsure(failure) ? t.issue.unsure : t.issue.failed}
            kind="write"
          />
        )}
        <TextField
          ref={nameField}
          label={t.issue.name}
          hint={t.issue.nameHint}
          error={errors.name}
          value={draft.name}
          onChange={(name) => change('name', { name })}
        />
        <ScopeField
          ref={scopeField}
          services={services}
          chosen={chosen}
          unknown={unknown}
          error={errors.scope}
          onChange={(scope) => change('scope', { scope })}
        />
        <ExpiryField
          choice={expiry}
          daysDefault={days}
          now={now}
          error={errors.expires}
          dateField={dateField}
          onChange={(choice) => change('expires', { expiry: choice })}
        />
        <Disclosure label={t.issue.more} open={moreFields.some((field) => errors[field] !== undefined)}>
          <TextArea
            label={t.issue.description}
            hint={t.issue.descriptionHint}
            error={errors.description}
            value={draft.description}
            onChange={(description) => change('description', { description })}
          />
          <NarrowingFields
            services={chosen}
            offered={offered}
            isLoading={declared.some(({ isPending }) => isPending)}
            chosen={permissions}
            projects={projects}
            errors={errors}
            onPermissions={(keys) => change('permissions', { permissions: keys })}
            onProjects={(to) => change('projects', { projects: to })}
          />
        </Disclosure>
      </DialogBody>
      <DialogFoot
        note={tokenSummary(
          {
            login,
            services: chosen.map(({ name }) => name),
            permissions: permissions.map(({ name, service }) => ({ name, service: service.name })),
            projects: projects.map(({ label }) => label),
            expires,
          },
          now,
        )}
      >
        <Button onClick={onCancel} disabled={issue.isPending}>
          {t.frame.cancel}
        </Button>
        <Button type="submit" weight="primary" pending={issue.isPending} disabledReason={refusal?.text}>
          {issue.isPending ? t.issue.pending : t.issue.submit}
        </Button>
      </DialogFoot>
    </form>
  );
}

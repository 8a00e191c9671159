import './issue-form.css';
import type { IssuedPermanentToken } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, type SubmitEvent, useRef, useState } from 'react';
import { fieldFailuresOf } from '../../lib/failure.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { formatDate } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { MultiSelect } from '../../ui/multi-select.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ExpiryChoice, expiresAt } from './expiry-choice.ts';
import { ExpiryField } from './expiry-field.tsx';
import { servicesQuery, useIssueToken } from './queries.ts';
import type { Proposal } from './view.ts';

type Errors = Partial<Record<'name' | 'scope' | 'expires' | 'description', string>>;

const daysDefault = 90;

export interface IssueFormProps {
  readonly proposal: Proposal | undefined;
  readonly nameField: RefObject<HTMLInputElement | null>;
  readonly onCancel: () => void;
  readonly onIssued: (token: IssuedPermanentToken) => void;
}

/** What the new token shall be. Nothing typed is ever lost to an error: each stands beside its field. */
export function IssueForm({ proposal, nameField, onCancel, onIssued }: IssueFormProps) {
  // The moment the form was opened: "30 days" shall not move while somebody types.
  const [now] = useState(Date.now);
  const settings = useQuery(settingsQuery);
  const services = useQuery(servicesQuery);
  const issue = useIssueToken();
  const [name, setName] = useState(proposal?.name ?? '');
  const [scope, setScope] = useState<readonly string[]>(proposal?.scope ?? []);
  const [chosenExpiry, setExpiry] = useState(proposal?.expiry);
  const [description, setDescription] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const scopeField = useRef<HTMLInputElement>(null);
  const dateField = useRef<HTMLInputElement>(null);

  const days = settings.data?.tokenLifetimeDefaultDays ?? daysDefault;
  const expiry: ExpiryChoice = chosenExpiry ?? { kind: 'days', days };
  const expires = expiresAt(expiry, now);
  const offered = services.data?.services ?? [];
  const chosen = scope.flatMap((one) => offered.find(({ id, key }) => id === one || key === one) ?? []);
  const unknown = scope.filter((one) => !offered.some(({ id, key }) => id === one || key === one));
  const clear = (field: keyof Errors) => setErrors((all) => ({ ...all, [field]: undefined }));

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (issue.isPending) return;
    const found: Errors = {
      ...(name.trim() === '' && { name: t.issue.nameMissing }),
      ...(chosen.length === 0 && { scope: t.issue.scopeMissing }),
      ...(expires === undefined && { expires: t.issue.dateMissing }),
      ...(typeof expires === 'number' && expires <= Date.now() && { expires: t.issue.datePast }),
    };
    if (expires === undefined || Object.keys(found).length > 0) return show(found);
    try {
      const order = { name: name.trim(), services: chosen.map(({ id }) => id), expires };
      const issued = await issue.mutateAsync({ ...order, ...(description !== '' && { description }) });
      // The mutation would keep the answer, and with it the token, for as long as the form is there.
      issue.reset();
      onIssued(issued);
    } catch (error) {
      show(fieldFailuresOf(error, Object.keys(fieldNames)).fields);
    }
  };
  const show = (found: Errors) => {
    setErrors(found);
    const first = (['name', 'scope', 'expires'] as const).find((field) => found[field] !== undefined);
    if (first !== undefined)
      ({ name: nameField, scope: scopeField, expires: dateField })[first].current?.focus();
  };
  const failure =
    issue.error === null ? undefined : fieldFailuresOf(issue.error, Object.keys(fieldNames)).rest;

  return (
    <form noValidate onSubmit={submit}>
      <DialogBody>
        {failure === undefined ? null : <FailurePanel error={failure} title={t.issue.failed} kind="write" />}
        <TextField
          ref={nameField}
          label={t.issue.name}
          hint={t.issue.nameHint}
          error={errors.name}
          value={name}
          onChange={(text) => {
            setName(text);
            clear('name');
          }}
        />
        {services.error !== null && services.data === undefined ? (
          <FailurePanel
            error={services.error}
            title={t.failure.loading({ what: t.failure.services })}
            kind="read"
            onRetry={() => void services.refetch()}
          />
        ) : (
          <MultiSelect
            ref={scopeField}
            label={t.issue.scope}
            hint={t.issue.scopeHint}
            error={errors.scope}
            options={offered.map(({ id, name, key }) => ({ value: id, label: name, note: key }))}
            value={chosen.map(({ id }) => id)}
            onChange={(ids) => {
              setScope(ids);
              clear('scope');
            }}
            placeholder={t.issue.scopeSearch}
            emptyText={services.isPending ? t.issue.scopeLoading : t.issue.scopeNone}
            openLabel={t.issue.scopeOpen}
            removeLabel={({ label }) => t.issue.scopeRemove({ name: label })}
          />
        )}
        {unknown.length > 0 && services.data !== undefined ? (
          <Notice tone="warning">{t.issue.scopeUnknown({ keys: unknown })}</Notice>
        ) : null}
        <ExpiryField
          choice={expiry}
          daysDefault={days}
          now={now}
          error={errors.expires}
          dateField={dateField}
          onChange={(choice) => {
            setExpiry(choice);
            clear('expires');
          }}
        />
        <Disclosure label={t.issue.more} open={errors.description !== undefined}>
          <TextField
            label={t.issue.description}
            hint={t.issue.descriptionHint}
            error={errors.description}
            value={description}
            lines="many"
            onChange={(text) => {
              setDescription(text);
              clear('description');
            }}
          />
        </Disclosure>
      </DialogBody>
      <DialogFoot note={summary(chosen, expires, now)}>
        <Button onClick={onCancel}>{t.frame.cancel}</Button>
        <Button type="submit" weight="primary" pending={issue.isPending}>
          {issue.isPending ? t.issue.pending : t.issue.submit}
        </Button>
      </DialogFoot>
    </form>
  );
}

const fieldNames = { name: true, scope: true, expires: true, description: true } as const satisfies Record<
  keyof Errors,
  true
>;

function summary(
  services: readonly { readonly name: string }[],
  expires: number | null | undefined,
  now: number,
): string {
  const isMoment = typeof expires === 'number' && expires > now;
  const end = isMoment
    ? t.issue.summaryUntil({ date: formatDate(expires) })
    : expires === null
      ? t.issue.summaryForever
      : '';
  return t.issue.summary({ services: services.map(({ name }) => name), end });
}

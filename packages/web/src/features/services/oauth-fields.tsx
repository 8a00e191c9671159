import type { Form } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { flowNames, type OAuthDraft, olderNames } from './oauth-draft.ts';

const kinds = [
  { value: 'confidential', label: t.oauth.confidential },
  { value: 'public', label: t.oauth.public },
] as const;

export function OAuthFields({ form }: { form: Form<OAuthDraft> }) {
  const { draft, errors, change } = form;
  const confidential = draft.trusted;
  return (
    <>
      <Select
        label={t.oauth.kind}
        hint={confidential ? t.oauth.confidentialHint : t.oauth.publicHint}
        error={errors.trusted}
        options={kinds}
        value={confidential ? 'confidential' : 'public'}
        onChange={(kind) => change({ trusted: kind === 'confidential' })}
      />
      <TextArea
        label={t.oauth.redirectUris}
        hint={t.oauth.redirectUrisHint({ confidential })}
        rows={4}
        value={draft.redirectUris}
        error={errors.redirectUris}
        onChange={(redirectUris) => change({ redirectUris })}
      />
      <fieldset className="service-fieldset">
        <legend>{t.oauth.flows}</legend>
        <p className="service-fieldset-lead">{t.oauth.flowsLead}</p>
        {flowNames.map((name) => (
          <FlowSwitch key={name} name={name} form={form} />
        ))}
      </fieldset>
      <fieldset className="service-fieldset">
        <legend>{t.oauth.strictness}</legend>
        <Switch
          label={t.oauth.strict}
          hint={t.oauth.strictHint}
          checked={draft.strictProfile}
          error={errors.strictProfile}
          onChange={(strictProfile) => change({ strictProfile })}
        />
      </fieldset>
      <fieldset className="service-fieldset">
        <legend>{t.oauth.agreement}</legend>
        <Switch
          label={t.oauth.consent}
          hint={t.oauth.consentHint}
          checked={draft.consentRequired}
          error={errors.consentRequired}
          onChange={(consentRequired) => change({ consentRequired })}
        />
      </fieldset>
      <fieldset className="service-fieldset">
        <legend>{t.oauth.lifetimes}</legend>
        <TextField
          label={t.oauth.accessToken}
          hint={t.oauth.accessTokenHint}
          value={draft.accessTokenLifetime}
          error={errors.accessTokenLifetime}
          onChange={(accessTokenLifetime) => change({ accessTokenLifetime })}
        />
        <TextField
          label={t.oauth.idle}
          hint={t.oauth.idleHint}
          value={draft.refreshTokenIdleLifetime}
          error={errors.refreshTokenIdleLifetime}
          onChange={(refreshTokenIdleLifetime) => change({ refreshTokenIdleLifetime })}
        />
        <TextField
          label={t.oauth.total}
          hint={t.oauth.totalHint}
          value={draft.refreshTokenLifetime}
          error={errors.refreshTokenLifetime}
          onChange={(refreshTokenLifetime) => change({ refreshTokenLifetime })}
        />
      </fieldset>
      <fieldset className="service-fieldset">
        <legend>{t.oauth.older}</legend>
        <p className="service-fieldset-lead">{t.oauth.olderLead}</p>
        {olderNames.map((name) => (
          <FlowSwitch key={name} name={name} form={form} />
        ))}
      </fieldset>
    </>
  );
}

type FlowName = (typeof flowNames | typeof olderNames)[number];

function FlowSwitch({ name, form: { draft, errors, change } }: { name: FlowName; form: Form<OAuthDraft> }) {
  return (
    <Switch
      label={t.oauth.flow[name].label}
      hint={t.oauth.flow[name].hint}
      checked={draft[name]}
      error={errors[name]}
      onChange={(on) => change({ [name]: on })}
    />
  );
}

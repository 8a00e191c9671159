import './role-permissions.css';
import type { Permission, Role } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { byService, impliedBy } from './chosen-permissions.ts';
import { permissionsQuery } from './queries.ts';

export interface RolePermissionsProps {
  readonly role: Role;
  /** Why nobody, or not the viewer, can change it. */
  readonly refusal: string | undefined;
}

/** What the role allows. What is implied by something chosen is held as well, and shown so. */
export function RolePermissions({ role, refusal }: RolePermissionsProps) {
  const { data, error, refetch } = useQuery(permissionsQuery);
  if (role.holdsEverything) {
    return (
      <PageSection title={t.roles.permissions}>
        <Card padded>{t.roles.everything}</Card>
      </PageSection>
    );
  }
  return (
    <PageSection title={t.roles.permissions} lead={t.roles.permissionsLead}>
      <Card padded>
        <div className="permissions">
          {refusal === undefined ? null : <Notice tone="plain">{refusal}</Notice>}
          {data !== undefined ? (
            <PermissionsForm role={role} permissions={data} refusal={refusal} />
          ) : error === null ? (
            <Skeleton label={t.frame.loading} lines={6} />
          ) : (
            <FailurePanel
              error={error}
              title={t.failure.loading({ what: t.roles.thePermissions })}
              kind="read"
              onRetry={() => void refetch()}
            />
          )}
        </div>
      </Card>
    </PageSection>
  );
}

function PermissionsForm({
  role,
  permissions,
  refusal,
}: RolePermissionsProps & { permissions: readonly Permission[] }) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial: { permissions: role.permissions.map(({ key }) => key).sort() },
    write: (draft) =>
      client.roles.update(role.id, { permissions: draft.permissions.map((key) => ({ key })) }),
    onDone: () => {
      showToast(t.roles.saved);
      void refresh().then(form.reset);
    },
  });
  const chosen = new Set(form.draft.permissions);
  const implied = impliedBy(chosen, permissions);
  const choose = (key: string, checked: boolean) => {
    const next = new Set(chosen);
    if (checked) next.add(key);
    else next.delete(key);
    form.change({ permissions: [...next].sort() });
  };
  return (
    <form ref={form.element} className="permissions" noValidate onSubmit={form.submit}>
      {byService(permissions).map((group) => (
        <fieldset key={group.service.id} className="permissions-service">
          <legend>{group.service.name}</legend>
          <div className="permissions-list">
            {group.permissions.map(({ key, name, global, description }) => {
              const sources = chosen.has(key) ? undefined : implied.get(key);
              return (
                <div key={key} className="permission">
                  <Checkbox
                    label={name}
                    checked={chosen.has(key) || sources !== undefined}
                    disabled={refusal !== undefined || sources !== undefined}
                    onChange={(checked) => choose(key, checked)}
                  />
                  <span className="permission-note">
                    {[
                      ...(sources === undefined ? [] : [t.roles.implied({ sources })]),
                      ...(global ? [t.roles.globalOnly] : []),
                      ...(description === null || description === '' ? [] : [description]),
                    ].join(' · ')}
                  </span>
                </div>
              );
            })}
          </div>
        </fieldset>
      ))}
      <FormFailure failure={form.failure} title={t.roles.notSaved} />
      {refusal === undefined && (
        <div className="permissions-foot">
          <Button
            type="submit"
            weight="primary"
            pending={form.isPending}
            disabledReason={form.isChanged ? undefined : t.roles.unchanged}
          >
            {t.form.save}
          </Button>
          <Button disabled={!form.isChanged || form.isPending} onClick={form.reset}>
            {t.form.discard}
          </Button>
        </div>
      )}
    </form>
  );
}

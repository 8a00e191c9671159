import { Link } from '@tanstack/react-router';
import { pages } from '../../lib/paths.ts';
import { EntityName } from '../../ui/entity-name.tsx';

export interface TargetLinkProps {
  /** The kind of thing, as the API calls it. */
  readonly type: string;
  readonly id: string | null;
  readonly name: string;
  /** Whose it is. */
  readonly ownerId?: string | undefined;
}

/** What has no page of its own, and stands on the page of whose it is. */
const onOwnersPage: ReadonlySet<string> = new Set([
  'permanentToken',
  'applicationPassword',
  'refreshToken',
  'approvedScope',
  'twoFactorAuthentication',
]);

/** What an event is about, with the way to its page where it has one. It may be gone; the page then says so. */
export function TargetLink({ type, id, name, ownerId }: TargetLinkProps) {
  const text = <EntityName name={name} />;
  if (onOwnersPage.has(type) && ownerId !== undefined)
    return (
      <Link to={pages.userSecurity} params={{ userId: ownerId }}>
        {text}
      </Link>
    );
  if (id === null) return text;
  switch (type) {
    case 'user':
      return (
        <Link to={pages.userSecurity} params={{ userId: id }}>
          {text}
        </Link>
      );
    case 'service':
      return (
        <Link to={pages.serviceSettings} params={{ serviceId: id }}>
          {text}
        </Link>
      );
    case 'userGroup':
      return (
        <Link to={pages.groupGeneral} params={{ groupId: id }}>
          {text}
        </Link>
      );
    case 'role':
      return (
        <Link to={pages.role} params={{ roleId: id }}>
          {text}
        </Link>
      );
    case 'project':
      return (
        <Link to={pages.project} params={{ projectId: id }}>
          {text}
        </Link>
      );
    default:
      return text;
  }
}

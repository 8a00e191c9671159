/**
 * The two sections of the application and the pages that their side offers, in order. To add a page: its route in
 * `router.tsx`, and a line here where the side shall lead to it.
 */
import type { User } from '@countersign/sdk';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { t } from '../lib/messages.ts';
import { pages } from '../lib/paths.ts';
import { holdsAny, permissions } from '../lib/rights.ts';
import {
  AuditIcon,
  BotIcon,
  GroupIcon,
  ProjectIcon,
  RoleIcon,
  ServiceIcon,
  ShieldIcon,
  UserIcon,
} from '../ui/icons.tsx';

export interface SidePage {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
  readonly icon: ComponentType;
  /** Offered to who holds one of these everywhere; without it, to everybody. */
  readonly needs?: readonly string[];
}

export interface SideGroup {
  readonly title: string;
  readonly pages: readonly SidePage[];
}

export const accountSide: readonly SideGroup[] = [
  {
    title: t.frame.side,
    pages: [{ to: pages.accountSecurity, label: t.frame.accountSecurity, icon: ShieldIcon }],
  },
];

const administrationSide: readonly SideGroup[] = [
  {
    title: t.administration.accessManagement,
    pages: [
      { to: pages.users, label: t.users.title, icon: UserIcon, needs: [permissions.readUsers] },
      { to: pages.bots, label: t.bots.title, icon: BotIcon, needs: [permissions.readUsers] },
      { to: pages.groups, label: t.groups.title, icon: GroupIcon, needs: [permissions.readGroups] },
      { to: pages.roles, label: t.roles.title, icon: RoleIcon, needs: [permissions.readRoles] },
      {
        to: pages.projects,
        label: t.projects.title,
        icon: ProjectIcon,
        needs: [permissions.readProjects, permissions.createProjects],
      },
    ],
  },
  {
    title: t.administration.integrations,
    pages: [
      { to: pages.services, label: t.services.title, icon: ServiceIcon, needs: [permissions.readServices] },
    ],
  },
  {
    title: t.administration.server,
    pages: [{ to: pages.audit, label: t.audit.title, icon: AuditIcon, needs: [permissions.readLowLevel] }],
  },
];

/** What this user may administer; nothing, for most. */
export function administrationSideOf(me: Pick<User, 'permissions'>): readonly SideGroup[] {
  return administrationSide
    .map((group) => ({
      ...group,
      pages: group.pages.filter(({ needs }) => needs === undefined || holdsAny(me, needs)),
    }))
    .filter((group) => group.pages.length > 0);
}

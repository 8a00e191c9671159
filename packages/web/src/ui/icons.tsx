/** Icons of 16 pixels, drawn by hand. They only ever accompany words, so no screen reader meets them. */
import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M2.5 4.5h11M6 4.5V3a.5.5 0 0 1 .5-.5h3A.5.5 0 0 1 10 3v1.5M4 4.5l.6 8.1a1 1 0 0 0 1 .9h4.8a1 1 0 0 0 1-.9l.6-8.1" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3.2A1.5 1.5 0 0 0 9.2 2.5H4A1.5 1.5 0 0 0 2.5 4v5.2a1.5 1.5 0 0 0 .7 1.3" />
  </Icon>
);

export const DownloadIcon = () => (
  <Icon>
    <path d="M8 2.5v7.2M5 7l3 3 3-3M3 13.2h10" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m4.5 6.2 3.5 3.6 3.5-3.6" />
  </Icon>
);

export const SortIcon = ({ direction }: { direction: 'asc' | 'desc' | undefined }) => (
  <Icon>
    {direction === 'asc' ? <path d="M8 12.5v-9M4.8 6.7 8 3.5l3.2 3.2" /> : null}
    {direction === 'desc' ? <path d="M8 3.5v9M4.8 9.3 8 12.5l3.2-3.2" /> : null}
    {direction === undefined ? <path d="m5.5 6.3 2.5-2.5 2.5 2.5M5.5 9.7 8 12.2l2.5-2.5" /> : null}
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M7.1 2.9a1 1 0 0 1 1.8 0l4.9 9.1a1 1 0 0 1-.9 1.5H3.1a1 1 0 0 1-.9-1.5L7.1 2.9ZM8 6.4v3.1" />
    <path d="M8 11.4h.01" />
  </Icon>
);

export const KeyIcon = () => (
  <Icon>
    <circle cx="5.2" cy="10.8" r="2.7" />
    <path d="m7.2 8.8 5.6-5.6M10.5 5.5l1.9 1.9" />
  </Icon>
);

export const KeyboardIcon = () => (
  <Icon>
    <rect x="1.5" y="3.8" width="13" height="8.4" rx="1.5" />
    <path d="M4.3 6.6h.01M6.8 6.6h.01M9.2 6.6h.01M11.7 6.6h.01M5 9.5h6" />
  </Icon>
);

export const ShieldIcon = () => (
  <Icon>
    <path d="M8 1.8 13 3.6v3.9c0 3.1-2 5.5-5 6.7-3-1.2-5-3.6-5-6.7V3.6L8 1.8Z" />
    <path d="m5.8 7.9 1.6 1.6 2.9-3.2" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.3" />
    <path d="m10.2 10.2 3.3 3.3" />
  </Icon>
);

export const UserIcon = () => (
  <Icon>
    <circle cx="8" cy="5.2" r="2.7" />
    <path d="M2.8 13.5c.5-2.7 2.6-4.2 5.2-4.2s4.7 1.5 5.2 4.2" />
  </Icon>
);

export const GroupIcon = () => (
  <Icon>
    <circle cx="6" cy="5.5" r="2.3" />
    <path d="M1.5 13c.4-2.4 2.2-3.8 4.5-3.8s4.1 1.4 4.5 3.8M10.4 3.4a2.3 2.3 0 0 1 .2 4.3M11.8 9.6c1.5.5 2.4 1.7 2.7 3.4" />
  </Icon>
);

export const BotIcon = () => (
  <Icon>
    <rect x="2.5" y="5.5" width="11" height="8" rx="2" />
    <path d="M8 5.5v-3M5.7 8.8v.9M10.3 8.8v.9" />
  </Icon>
);

export const RoleIcon = () => (
  <Icon>
    <rect x="2" y="3.5" width="12" height="9" rx="1.5" />
    <path d="M4.5 10.5c.2-1 .9-1.5 1.7-1.5s1.5.5 1.7 1.5M6.2 7h.01M10 7h2M10 9.5h2" />
  </Icon>
);

export const ProjectIcon = () => (
  <Icon>
    <path d="M2 5V4a1 1 0 0 1 1-1h3.2l1.5 2H13a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5Z" />
  </Icon>
);

export const ServiceIcon = () => (
  <Icon>
    <rect x="2.5" y="2.5" width="11" height="4.5" rx="1" />
    <rect x="2.5" y="9" width="11" height="4.5" rx="1" />
    <path d="M5 4.75h.01M5 11.25h.01" />
  </Icon>
);

export const AuditIcon = () => (
  <Icon>
    <path d="M4 1.8h8a.7.7 0 0 1 .7.7v11.7l-2.4-1.4-2.3 1.4-2.3-1.4-2.4 1.4V2.5a.7.7 0 0 1 .7-.7Z" />
    <path d="M5.8 5.2h4.4M5.8 8h4.4" />
  </Icon>
);

export const BanIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.7" />
    <path d="m4 4 8 8" />
  </Icon>
);

export const PencilIcon = () => (
  <Icon>
    <path d="m3 10.5-.5 3 3-.5 7.6-7.6a1.3 1.3 0 0 0 0-1.9l-.6-.6a1.3 1.3 0 0 0-1.9 0L3 10.5Z" />
  </Icon>
);

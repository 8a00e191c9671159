import './side.css';
import { Link, useLocation } from '@tanstack/react-router';
import { useCurrentInView } from '../ui/current-in-view.ts';
import type { SideGroup } from './sections.ts';

/** The way to every page of a section; a row above the page where there is no room beside it. */
export function Side({ label, groups }: { label: string; groups: readonly SideGroup[] }) {
  const place = useLocation({ select: ({ pathname }) => pathname });
  const count = groups.flatMap(({ pages }) => pages).length;
  return (
    <nav ref={useCurrentInView(`${place} among ${count}`)} className="side" aria-label={label}>
      {groups.map((group) => (
        <div key={group.title} className="side-group">
          <p className="side-title">{group.title}</p>
          {group.pages.map((page) => (
            <Link key={page.label} className="side-link" to={page.to}>
              <page.icon />
              {page.label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

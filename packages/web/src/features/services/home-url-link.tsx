import './services.css';
import { t } from '../../lib/messages.ts';
import { Faint } from '../../ui/faint.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import { Tip } from '../../ui/tip.tsx';
import { isUnsafeHome } from './home-url.ts';

/** Where people find a service, with a warning where the way there can be listened to. */
export function HomeUrl({ homeUrl }: { homeUrl: string | null }) {
  if (homeUrl === null) return <Faint>{t.services.noHome}</Faint>;
  return (
    <span className="service-home">
      {isUnsafeHome(homeUrl) && (
        <Tip text={t.services.unsafeHome}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the warning must be within reach of a keyboard. */}
          <span className="service-unsafe" role="img" aria-label={t.services.unsafeHome} tabIndex={0}>
            <WarningIcon />
          </span>
        </Tip>
      )}
      <a href={homeUrl} target="_blank" rel="noopener noreferrer">
        {homeUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')}
      </a>
    </span>
  );
}

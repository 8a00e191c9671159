import './services.css';
import type { ReactNode } from 'react';
import { t } from '../../lib/messages.ts';
import { Card } from '../../ui/card.tsx';
import { ConnectSnippets } from './connect-snippets.tsx';
import { someService } from './snippets.ts';

/** Shown while the authority is the only service: what one is for, and how an application is connected. */
export function FirstService({ act }: { act: ReactNode }) {
  return (
    <Card padded>
      <section className="service-first" aria-labelledby="first-service">
        <h2 id="first-service">{t.services.empty}</h2>
        <p>{t.services.emptyMore}</p>
        <div>{act}</div>
        <ConnectSnippets service={someService} />
      </section>
    </Card>
  );
}

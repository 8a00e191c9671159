import './entity-page.css';
import { AuthorityError } from '@countersign/sdk';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FailurePanel } from '../failure-panel.tsx';
import { t } from '../messages.ts';
import { PageHead } from './page-head.tsx';

export interface EntityPageProps<Entity> {
  /** The entity as it is read; until it is there, the page is a skeleton. */
  readonly entity: Pick<UseQueryResult<Entity>, 'data' | 'error' | 'refetch'>;
  /** What could not be loaded: "User jane.doe". */
  readonly what: string;
  /** The link back to the list. */
  readonly list: ReactNode;
  readonly titleOf: (entity: Entity) => string;
  readonly badgesOf?: (entity: Entity) => ReactNode;
  readonly actsOf?: (entity: Entity) => ReactNode;
  readonly bandOf?: (entity: Entity) => ReactNode;
  /** Stands where there is no such entity, and may know what became of it; `failure` is what it says otherwise. */
  readonly missingOf?: (failure: ReactNode) => ReactNode;
  /** Links of class `tab`; absent where one page holds everything. */
  readonly tabs?: { readonly label: string; readonly links: ReactNode };
  readonly children: (entity: Entity) => ReactNode;
}

/** One entity: the way back, its name and state, its tabs, and one of them. */
export function EntityPage<Entity>(props: EntityPageProps<Entity>) {
  const { entity, what, list, titleOf, badgesOf, actsOf, bandOf, missingOf, tabs, children } = props;
  const { data, error, refetch } = entity;
  if (data === undefined) {
    const isNowhere = error instanceof AuthorityError && error.status === 404;
    const failure = (
      <FailurePanel
        error={error}
        title={t.failure.loading({ what })}
        kind="read"
        // What is not there will not be there when it is asked for again.
        {...(!isNowhere && { onRetry: () => void refetch() })}
      />
    );
    return (
      <>
        <h1 className="visually-hidden">{what}</h1>
        {error === null ? (
          <Skeleton label={t.frame.loading} lines={6} />
        ) : (
          <>
            <Breadcrumbs label={t.administration.breadcrumbs} here={what}>
              {list}
            </Breadcrumbs>
            {isNowhere && missingOf !== undefined ? missingOf(failure) : failure}
          </>
        )}
      </>
    );
  }
  const title = titleOf(data);
  return (
    <>
      <div className="entity-head">
        <PageHead
          way={
            <Breadcrumbs label={t.administration.breadcrumbs} here={title}>
              {list}
            </Breadcrumbs>
          }
          title={title}
          badges={badgesOf?.(data)}
          acts={actsOf?.(data)}
        />
        {bandOf?.(data)}
        {tabs && <Tabs label={tabs.label}>{tabs.links}</Tabs>}
      </div>
      {children(data)}
    </>
  );
}

import './services.css';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useGeneralActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon, ServiceIcon } from '../../ui/icons.tsx';
import { FirstService } from './first-service.tsx';
import { authorityServiceId, servicesShape, useServices } from './queries.ts';
import { RegisterService } from './register-service.tsx';
import { serviceColumns } from './service-columns.tsx';

export interface ServicesListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Every application that is linked; a row leads to its page. */
export function ServicesList({ search, onSearch }: ServicesListProps) {
  const navigate = useNavigate();
  const view = parseListView(servicesShape, search);
  const data = useServices(view);
  const selection = useListSelection(data.rows);
  const [isNew, setNew] = useState(false);
  const refusal = useGeneralActs().reasonOf('registerService');
  const onNew = () => setNew(true);
  const open = (serviceId: string) => void navigate({ to: pages.serviceSettings, params: { serviceId } });
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onNew}>
      {t.services.new}
    </Button>
  );
  const { rows = [] } = data;
  const isFirst = view.query === '' && data.total === 1 && rows[0]?.id === authorityServiceId;
  return (
    <>
      <EntityList
        shape={servicesShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={false}
        columns={serviceColumns()}
        nameOf={({ name }) => name}
        search={{
          label: t.services.search,
          placeholder: t.services.searchExample,
          suggest: completedBy(client.services.queryAssist),
        }}
        onOpen={({ id }) => open(id)}
        onNew={refusal === undefined ? onNew : undefined}
        acts={isFirst ? undefined : newButton}
        empty={{ icon: <ServiceIcon />, text: t.services.empty, act: newButton }}
        texts={{ label: t.services.table, what: t.services.what, total: t.services.total }}
      />
      {isFirst && <FirstService act={newButton} />}
      <RegisterService open={isNew} onClose={() => setNew(false)} onDone={open} />
    </>
  );
}

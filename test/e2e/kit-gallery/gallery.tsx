/** The widgets of `web/src/ui` that no page of its own shows in every state, each with what it was told beside it. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Band } from '../../../packages/web/src/ui/band.tsx';
import { Breadcrumbs } from '../../../packages/web/src/ui/breadcrumbs.tsx';
import { Button } from '../../../packages/web/src/ui/button.tsx';
import { Card } from '../../../packages/web/src/ui/card.tsx';
import { Dialog, DialogBody } from '../../../packages/web/src/ui/dialog.tsx';
import {
  EntitiesPicker,
  EntityPicker,
  type EntityPickerTexts,
} from '../../../packages/web/src/ui/entity-picker.tsx';
import { Facts } from '../../../packages/web/src/ui/facts.tsx';
import { BanIcon, BotIcon, ShieldIcon } from '../../../packages/web/src/ui/icons.tsx';
import { Kit } from '../../../packages/web/src/ui/kit.tsx';
import type { PickerItem } from '../../../packages/web/src/ui/picker.tsx';
import { QueryAssist } from '../../../packages/web/src/ui/query-assist.tsx';
import { Switch } from '../../../packages/web/src/ui/switch.tsx';
import { Tabs } from '../../../packages/web/src/ui/tabs.tsx';
import { Tag } from '../../../packages/web/src/ui/tag.tsx';
import { TextArea } from '../../../packages/web/src/ui/text-area.tsx';
import { TypedConfirm } from '../../../packages/web/src/ui/typed-confirm.tsx';
import { people, suggest } from './answers.ts';

const texts: Omit<EntityPickerTexts, 'label'> = {
  placeholder: 'Search users…',
  openLabel: 'Show users',
  removeLabel: (name) => `Remove ${name}`,
  searchingText: 'Searching…',
  emptyText: 'No user matches',
  failedText: 'The users could not be searched',
};

function Gallery() {
  return (
    <main>
      <Breadcrumbs label="Where you are" here="Jane Doe">
        <a href="#users">Users</a>
      </Breadcrumbs>
      <h1>Kit</h1>
      <Band>
        You are managing <strong>jane.doe</strong>. Every act is recorded.
      </Band>
      <Tabs label="Parts">
        <a className="tab" data-status="active" aria-current="page" href="#general">
          General
        </a>
        <a className="tab" href="#groups">
          Groups
        </a>
      </Tabs>
      <Search />
      <Card padded>
        <div className="stack">
          <Pickers />
          <TextArea label="Purpose" hint="What it is for." value="" onChange={() => undefined} />
          <Switches />
          <p className="row">
            <Tag>Wiki</Tag>
            <Tag icon={<BotIcon />}>bot</Tag>
            <Tag tone="danger" icon={<BanIcon />}>
              banned: left the company
            </Tag>
            <Tag tone="warning" icon={<ShieldIcon />}>
              2FA required, not set up
            </Tag>
            <Tag tone="accent">built in</Tag>
          </p>
          <Facts
            facts={[
              { label: 'Login', value: 'jane.doe' },
              { label: 'Member of', value: 'Payments developers' },
            ]}
          />
          <Acts />
        </div>
      </Card>
    </main>
  );
}

function Search() {
  const [query, setQuery] = useState('');
  return (
    <>
      <QueryAssist
        label="Search users"
        placeholder="Name, login, or a query"
        clearLabel="Clear filter"
        value={query}
        onSearch={setQuery}
        suggest={suggest}
      />
      <output aria-label="Searched">{query}</output>
    </>
  );
}

function Pickers() {
  const [owner, setOwner] = useState<PickerItem>();
  const [members, setMembers] = useState<readonly PickerItem[]>([]);
  return (
    <>
      <EntityPicker {...texts} label="Owner" search={people} value={owner} onChange={setOwner} />
      <output aria-label="Chosen owner">{owner?.id}</output>
      <EntitiesPicker {...texts} label="Members" search={people} value={members} onChange={setMembers} />
      <output aria-label="Chosen members">{members.map(({ id }) => id).join(' ')}</output>
    </>
  );
}

function Switches() {
  const [enabled, setEnabled] = useState(true);
  return (
    <>
      <Switch label="Enabled" hint="Its tokens are accepted." checked={enabled} onChange={setEnabled} />
      <Switch
        label="Require two-factor authentication"
        checked={false}
        disabledReason="Set up your own second factor first"
        onChange={setEnabled}
      />
    </>
  );
}

function Acts() {
  const [open, setOpen] = useState<'dialog' | 'question'>();
  const [deleted, setDeleted] = useState(false);
  const close = () => setOpen(undefined);
  return (
    <>
      <p className="row">
        <Button disabledReason="You lack Delete User in Global" onClick={() => setDeleted(true)}>
          Delete user…
        </Button>
        <Button weight="danger" onClick={() => setOpen('question')}>
          Delete group…
        </Button>
        <Button onClick={() => setOpen('dialog')}>Choose…</Button>
      </p>
      <output aria-label="Deleted">{deleted ? 'yes' : 'no'}</output>
      <TypedConfirm
        open={open === 'question'}
        title="Delete group “Payments”?"
        expected="Payments"
        typeLabel="Type Payments to confirm"
        typeWrong="Type the name Payments."
        confirmLabel="Delete group"
        cancelLabel="Cancel"
        onCancel={close}
        onConfirm={() => {
          setDeleted(true);
          close();
        }}
      >
        <p>Its 12 members lose what they hold through it.</p>
      </TypedConfirm>
      <Dialog open={open === 'dialog'} title="Choose people" closeLabel="Close" onClose={close}>
        <DialogBody>
          <Pickers />
        </DialogBody>
      </Dialog>
    </>
  );
}

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the gallery');
createRoot(place).render(
  <Kit>
    <Gallery />
  </Kit>,
);

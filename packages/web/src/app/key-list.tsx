import './key-list.css';
import { shortcuts } from '../lib/keys.ts';
import { t } from '../lib/messages.ts';
import { useStoredChoice } from '../lib/stored-choice.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';

/** Alternatives side by side, each a key or keys held together. */
const keys: readonly {
  readonly keys: readonly (readonly string[])[];
  readonly act: keyof typeof t.keys.acts;
}[] = [
  { keys: [['?']], act: 'list' },
  { keys: [['/']], act: 'search' },
  { keys: [['n']], act: 'create' },
  { keys: [['j'], ['k'], ['↓'], ['↑']], act: 'move' },
  { keys: [['Enter']], act: 'open' },
  { keys: [['x'], ['Space']], act: 'select' },
  {
    keys: [
      ['Shift', '↓'],
      ['Shift', '↑'],
    ],
    act: 'extend',
  },
  { keys: [['Ctrl', 'A']], act: 'selectAll' },
  { keys: [['b']], act: 'ban' },
  { keys: [['Delete']], act: 'delete' },
  { keys: [['l']], act: 'live' },
  { keys: [['e']], act: 'export' },
  { keys: [['Esc']], act: 'clear' },
];

/** All shortcuts, and the switch that turns off those of a single character. */
export function KeyList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const choice = useStoredChoice(shortcuts);
  return (
    <Dialog open={open} title={t.keys.title} closeLabel={t.frame.close} onClose={onClose}>
      <DialogBody>
        <dl className="keys">
          {keys.map((line) => (
            <div key={line.act} className="keys-line">
              <dt>{t.keys.acts[line.act]}</dt>
              <dd>
                {line.keys.map((held) => (
                  <span key={held.join('+')} className="keys-held">
                    {held.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <Checkbox
          label={t.keys.use}
          checked={choice === 'on'}
          onChange={(checked) => shortcuts.write(checked ? 'on' : 'off')}
        />
      </DialogBody>
    </Dialog>
  );
}

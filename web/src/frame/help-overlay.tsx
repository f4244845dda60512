import { PALETTE_KEY } from '../lib/keys.ts';
import { Modal } from '../ui/modal.tsx';
import { SCREENS } from './screens.ts';

const GROUPS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Events',
    keys: [
      [['/'], 'Write a query'],
      [['j', 'k'], 'Next, previous row'],
      [['Enter'], 'Open the event'],
      [['Esc'], 'Close what is open'],
      [['x'], 'Select for comparison'],
      [['c'], 'Compare selected events'],
      [['e'], 'Export what the query finds'],
      [['l'], 'Live tail on or off'],
      [['n'], 'Show the new events'],
      [['a'], 'Hide or show what Acta recorded of itself'],
    ],
  },
  {
    title: 'Event open',
    keys: [
      [['↑', '↓'], 'Previous, next event'],
      [['p'], 'Proof'],
      [['r'], 'Raw record'],
      [['o'], 'Overview'],
      [['h'], 'History'],
    ],
  },
  {
    title: 'Alerts',
    keys: [
      [['j', 'k'], 'Next, previous alert'],
      [['Enter'], 'Open the alert'],
      [['x'], 'Select'],
      [['a'], 'Acknowledge'],
      [['s'], 'Start to work on it'],
      [['i'], 'Assign to me'],
      [['r'], 'Resolve with a verdict'],
      [['m'], 'Silence'],
      [['q'], 'Show quiet alerts'],
      [['n'], 'Show the new alerts'],
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      [[PALETTE_KEY], 'Command palette'],
      [['?'], 'This list'],
      ...SCREENS.map((screen): [string[], string] => [
        ['g', screen.letter],
        `Go to ${screen.label.toLowerCase()}`,
      ]),
    ],
  },
];

export function HelpOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onClose={onClose} title="Keyboard" className="wide">
      <div className="help-columns">
        {GROUPS.map((group) => (
          <section key={group.title} className="help-group">
            <h3>{group.title}</h3>
            <ul>
              {group.keys.map(([keys, label]) => (
                <li key={label}>
                  <span>{label}</span>
                  <span>
                    {keys.map((key) => (
                      <kbd key={key} style={{ marginLeft: 4 }}>
                        {key}
                      </kbd>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}

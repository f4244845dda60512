import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '../ui/icon.tsx';
import { filterCommands, useCommands, type Command } from './commands.ts';

interface PaletteProps {
  open: boolean;
  onClose: () => void;
  onHelp: () => void;
}

export function CommandPalette({ open, onClose, onHelp }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog palette" aria-label="Command palette">
          <PaletteBody open={open} onClose={onClose} onHelp={onHelp} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ open, onClose, onHelp }: PaletteProps) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const navigate = useNavigate();
  const commands = filterCommands(useCommands(open, onHelp), text);
  const search: Command | null = text.trim()
    ? {
        id: 'search',
        label: `Search events for ${text.trim()}`,
        icon: 'search',
        run: () => void navigate({ to: '/events', search: (now) => ({ ...now, q: text.trim() }) }),
      }
    : null;
  const offered = search ? [...commands, search] : commands;
  const chosen = Math.min(active, offered.length - 1);
  const run = (command: Command | undefined) => {
    onClose();
    command?.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = (chosen + step + offered.length) % offered.length;
      setActive(next);
      document.getElementById(`command-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(offered[chosen]);
    }
  };
  return (
    <>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={`command-${chosen}`}
        aria-label="Command"
        placeholder="Go to a screen, a source, a view, or search events"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" id="commands" role="listbox" aria-label="Commands">
        {offered.map((command, index) => (
          <div
            key={command.id}
            id={`command-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            className="menu-item"
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span className="truncate">{command.label}</span>
            {command.keys && <kbd>{command.keys}</kbd>}
          </div>
        ))}
      </div>
    </>
  );
}

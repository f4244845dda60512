import { Combobox } from '@base-ui/react/combobox';
import { useId, useMemo, useState } from 'react';
import { Icon } from './icon.tsx';
import '../events/query/query-bar.css';
import './picker.css';

export interface Choice {
  value: string;
  label: string;
  /** Beside the label, to tell it from others. */
  about?: string;
}

interface PickerProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  placeholder?: string;
  hint?: string;
  /** Takes the whole width of a form with two columns. */
  wide?: boolean;
  /** How many may be chosen; a further one takes the place of the last. */
  most?: number;
  /** What may be chosen as it is typed. */
  isFree?: (text: string) => boolean;
}

const SHOWN_MAX = 50;

/** Chooses some of many by typing a part of their names; what is chosen stands as chips. */
export function Picker(props: PickerProps) {
  const { label, choices, chosen, onChange, placeholder, hint, wide, most, isFree } = props;
  const id = useId();
  const [typed, setTyped] = useState('');
  const known = useMemo(() => new Map(choices.map((each) => [each.value, each])), [choices]);
  const items = useMemo(() => {
    const text = typed.trim();
    const isNew = isFree?.(text) === true && !known.has(text);
    return isNew ? [{ value: text, label: text }, ...choices] : choices;
  }, [typed, isFree, known, choices]);
  const selected = chosen.map((value) => known.get(value) ?? { value, label: value });
  return (
    <div className={`field picker ${wide ? 'wide-place' : ''}`}>
      <Combobox.Root
        multiple
        items={items}
        limit={SHOWN_MAX}
        autoHighlight
        value={selected}
        isItemEqualToValue={(a: Choice, b: Choice) => a.value === b.value}
        inputValue={typed}
        onInputValueChange={setTyped}
        onValueChange={(next: Choice[], details) => {
          // Escape closes what is around it; it takes nothing away.
          if (details.reason === 'escape-key') {
            details.allowPropagation();
            return;
          }
          const values = next.map(({ value }) => value);
          onChange(most === undefined ? values : values.slice(-most));
          setTyped('');
        }}
      >
        <label htmlFor={id}>{label}</label>
        <Combobox.InputGroup className="input picker-box">
          <Combobox.Chips className="picker-chips">
            {selected.map((each) => (
              <Combobox.Chip key={each.value} className="chip" aria-label={each.label}>
                <span className="chip-text" title={each.about}>
                  {each.label}
                </span>
                <Combobox.ChipRemove className="chip-remove" aria-label={`Remove ${each.label}`}>
                  <Icon name="close" size={14} />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              id={id}
              className="picker-input"
              placeholder={chosen.length === 0 ? placeholder : undefined}
              aria-describedby={hint === undefined ? undefined : `${id}-hint`}
              spellCheck={false}
            />
          </Combobox.Chips>
        </Combobox.InputGroup>
        <Offers />
      </Combobox.Root>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function Offers() {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className="positioner" sideOffset={4} align="start">
        <Combobox.Popup className="popup picker-popup">
          <Combobox.Empty className="picker-empty faint small">
            Nothing of that name.
          </Combobox.Empty>
          <Combobox.List className="picker-list">
            {(item: Choice) => (
              <Combobox.Item key={item.value} value={item} className="menu-item">
                <span className="picker-check">
                  <Combobox.ItemIndicator>
                    <Icon name="check" size={14} />
                  </Combobox.ItemIndicator>
                </span>
                <span className="truncate">{item.label}</span>
                {item.about !== undefined && (
                  <span className="faint small picker-about">{item.about}</span>
                )}
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

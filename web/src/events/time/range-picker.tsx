import { Popover } from '@base-ui/react/popover';
import { useState, type FormEvent } from 'react';
import { parseMoment, presetOf, PRESETS, type RangeParams } from '../../lib/range.ts';
import { fieldTime, shortTime, zoneOf } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import './range-picker.css';
import { formText } from '../../lib/form-text.ts';

interface RangePickerProps {
  params: RangeParams;
  onChange: (params: RangeParams) => void;
}

function rangeLabel(params: RangeParams, now: Date): string {
  const preset = presetOf(params);
  if (preset) return preset.label;
  const from = params.from ? shortTime(params.from, now) : 'the beginning';
  return `${from} – ${params.to ? shortTime(params.to, now) : 'now'}`;
}

/** Presets that move with the clock, or two fixed ends in local time. */
export function RangePicker({ params, onChange }: RangePickerProps) {
  const [open, setOpen] = useState(false);
  const current = presetOf(params);
  const choose = (next: RangeParams) => {
    setOpen(false);
    onChange({ range: undefined, from: undefined, to: undefined, ...next });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        render={
          <Button
            icon="clock"
            className="range-button"
            aria-label={`Time range: ${rangeLabel(params, new Date())}`}
          />
        }
      >
        <span className="range-text">{rangeLabel(params, new Date())}</span>
        <Icon name="chevron" size={14} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" sideOffset={6} align="end">
          <Popover.Popup className="popup range-popup" aria-label="Time range">
            <div className="range-presets" role="group" aria-label="Presets">
              {PRESETS.map((preset) => (
                <button
                  key={preset.id}
                  type="button"
                  className="menu-item"
                  aria-pressed={current?.id === preset.id}
                  onClick={() => choose({ range: preset.id })}
                >
                  {preset.label}
                </button>
              ))}
            </div>
            <AbsoluteForm params={params} onChoose={choose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface AbsoluteFormProps {
  params: RangeParams;
  onChoose: (params: RangeParams) => void;
}

function AbsoluteForm({ params, onChoose }: AbsoluteFormProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const texts = { from: formText(form, 'from'), to: formText(form, 'to') };
    const ends = { from: parseMoment(texts.from), to: parseMoment(texts.to) };
    const unread = (['from', 'to'] as const).find((end) => texts[end].trim() && !ends[end]);
    if (unread)
      setWrong(`${unread === 'from' ? 'From' : 'To'} is no time. Write 2026-11-19 08:15.`);
    else if (!ends.from && !ends.to) setWrong('Fill in one end at least.');
    else if (ends.from && ends.to && ends.from >= ends.to)
      setWrong('The range ends before it starts.');
    else onChoose({ from: ends.from ?? undefined, to: ends.to ?? undefined });
  };
  return (
    <form className="range-form" onSubmit={submit}>
      {(['from', 'to'] as const).map((end) => (
        <div className="field" key={end}>
          <label htmlFor={`range-${end}`}>{end === 'from' ? 'From' : 'To, exclusive'}</label>
          <input
            id={`range-${end}`}
            name={end}
            className="input mono"
            placeholder={end === 'from' ? 'the beginning' : 'now'}
            defaultValue={params[end] ? fieldTime(params[end]) : ''}
            autoComplete="off"
          />
        </div>
      ))}
      {wrong ? (
        <p className="wrong small" role="alert">
          {wrong}
        </p>
      ) : (
        <p className="faint small">
          Local time, {zoneOf(new Date())}. ISO 8601 with a zone works too.
        </p>
      )}
      <Button type="submit" look="primary">
        Apply range
      </Button>
    </form>
  );
}

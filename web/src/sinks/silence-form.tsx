import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { sourcesQuery } from '../api/queries.ts';
import type { SilenceMatch } from '../api/types.ts';
import { useSilence } from '../alerts/queries.ts';
import { capital } from '../alerts/inbox-rows.ts';
import { LEVELS } from '../alerts/words.ts';
import { formText } from '../lib/form-text.ts';
import { parseMoment } from '../lib/range.ts';
import { fieldTime, zoneOf } from '../lib/time.ts';
import { ruleChoices } from '../rules/filter-rules.ts';
import { rulesQuery } from '../rules/queries.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { Picker } from '../ui/picker.tsx';
import { ErrorNote } from '../ui/states.tsx';

const HOUR_MS = 3_600_000;
const PARTS = ['rule', 'level', 'source', 'actor', 'target'] as const;

/** A silence for now or later: what agrees with all that is filled in. */
export function SilenceForm({ onClose }: { onClose: () => void }) {
  const silence = useSilence();
  const [wrong, setWrong] = useState<string | null>(null);
  const [rule, setRule] = useState<readonly string[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const named = PARTS.map(
      (part) => [part, part === 'rule' ? (rule[0] ?? '') : formText(form, part)] as const,
    );
    const match: SilenceMatch = Object.fromEntries(named.filter(([, value]) => value !== ''));
    const starts = parseMoment(formText(form, 'starts'));
    const ends = parseMoment(formText(form, 'ends'));
    if (starts === null || ends === null) setWrong('Write times as 2026-11-19 08:15.');
    else if (ends <= starts) setWrong('It ends before it starts.');
    else if (Object.keys(match).length === 0) setWrong('Name one thing at least.');
    else {
      setWrong(null);
      silence.mutate(
        { starts, ends, reason: formText(form, 'reason'), match },
        { onSuccess: onClose },
      );
    }
  };
  return (
    <Modal
      open
      onClose={onClose}
      title="Silence alerts"
      about="Alerts that agree with all that is filled in are kept, and nobody is told of them."
    >
      <form className="dialog-form" onSubmit={submit}>
        <MatchFields rule={rule} onRule={setRule} />
        <TimeFields />
        <div className="field wide-place">
          <label htmlFor="silence-why">Reason</label>
          <input
            id="silence-why"
            name="reason"
            className="input"
            required
            maxLength={1000}
            autoComplete="off"
          />
        </div>
        {wrong !== null && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        {silence.isError && <ErrorNote error={silence.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={silence.isPending}>
            Silence them
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function MatchFields(props: { rule: readonly string[]; onRule: (rule: string[]) => void }) {
  const { rule, onRule } = props;
  const rules = useQuery(rulesQuery());
  const sources = useQuery(sourcesQuery());
  const ofRules = useMemo(() => ruleChoices(rules.data?.rules ?? []), [rules.data]);
  const options: [string, string, readonly (readonly [string, string])[]][] = [
    ['level', 'Level', LEVELS.map((level) => [level, capital(level)] as const)],
    ['source', 'Source', (sources.data?.items ?? []).map(({ name }) => [name, name] as const)],
  ];
  return (
    <>
      <Picker
        wide
        label="Rule"
        placeholder="any"
        choices={ofRules}
        chosen={rule}
        onChange={onRule}
        most={1}
      />
      {options.map(([name, label, values]) => (
        <div className="field" key={name}>
          <label htmlFor={`silence-${name}`}>{label}</label>
          <select id={`silence-${name}`} name={name} className="input">
            <option value="">Any</option>
            {values.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </div>
      ))}
      {(['actor', 'target'] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={`silence-${name}`}>
            {capital(name)} <span className="faint">(its id)</span>
          </label>
          <input
            id={`silence-${name}`}
            name={name}
            className="input mono"
            placeholder="any"
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      ))}
    </>
  );
}

function TimeFields() {
  const now = Date.now();
  const times = [
    ['starts', 'From', now],
    ['ends', 'To', now + 4 * HOUR_MS],
  ] as const;
  return (
    <>
      {times.map(([name, label, time]) => (
        <div className="field" key={name}>
          <label htmlFor={`silence-${name}`}>{label}</label>
          <input
            id={`silence-${name}`}
            name={name}
            className="input mono"
            required
            defaultValue={fieldTime(new Date(time).toISOString())}
            autoComplete="off"
          />
        </div>
      ))}
      <p className="hint wide-place">Local time, {zoneOf(new Date(now))}.</p>
    </>
  );
}

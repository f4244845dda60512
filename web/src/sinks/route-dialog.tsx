import { useState, type FormEvent } from 'react';
import { capital } from '../alerts/inbox-rows.ts';
import { LEVELS } from '../alerts/words.ts';
import type { AlertRoute, Sink } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useSaveRoute } from './queries.ts';
import { matchOf, textsOf, type MatchTexts } from './route-match.ts';

interface RouteDialogProps {
  route: AlertRoute | null;
  sinks: readonly Sink[];
  onClose: () => void;
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Which alerts the route takes, and where they are told. */
export function RouteDialog({ route, sinks, onClose }: RouteDialogProps) {
  const texts = textsOf(route?.match ?? {}, HERE);
  const [named, setNamed] = useState<ReadonlySet<string>>(new Set(route?.sinks));
  const save = useSaveRoute(route?.name ?? null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = route?.name ?? formText(form, 'name');
    const chosen = sinks.map((sink) => sink.name).filter((each) => named.has(each));
    save.mutate({ name, match: readForm(form), sinks: chosen }, { onSuccess: onClose });
  };
  const toggle = (name: string) => {
    const next = new Set(named);
    if (!next.delete(name)) next.add(name);
    setNamed(next);
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={route === null ? 'Add a route' : `Route ${route.name}`}
      about="All that is filled in must agree. All routes that match count."
    >
      <form className="dialog-form" onSubmit={submit}>
        {route === null && (
          <div className="field wide-place">
            <label htmlFor="route-name">Name</label>
            <input
              id="route-name"
              name="name"
              className="input mono"
              required
              pattern="[a-z0-9][a-z0-9._\-]{0,62}"
              placeholder="nights"
              autoComplete="off"
              spellCheck={false}
            />
          </div>
        )}
        <MatchFields texts={texts} />
        <fieldset className="picks wide-place">
          <legend>Tell</legend>
          {sinks.map(({ name, kind }) => (
            <label key={name} className="pick" data-on={named.has(name) || undefined}>
              <input type="checkbox" checked={named.has(name)} onChange={() => toggle(name)} />
              <span>
                <strong>{name}</strong> <span className="soft">{kind}</span>
              </span>
            </label>
          ))}
          {named.size === 0 && <p className="hint">No sink: nobody is told of these.</p>}
        </fieldset>
        {save.isError && <ErrorNote error={save.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            Save the route
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const TEXTS = [
  ['sources', 'Sources', 'acme, staging*'],
  ['tags', 'Tags of the rule', 'cicd-sec.1, attack.*'],
  ['rules', 'Rules, by id', 'any'],
  ['labels', 'What it is about', 'actor.id=team:ana'],
] as const;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function MatchFields({ texts }: { texts: MatchTexts }) {
  return (
    <>
      <div className="field">
        <label htmlFor="route-level">At least</label>
        <select id="route-level" name="level" className="input" defaultValue={texts.level}>
          <option value="">Any level</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {capital(level)}
            </option>
          ))}
        </select>
      </div>
      {TEXTS.map(([name, label, example]) => (
        <div className="field" key={name}>
          <label htmlFor={`route-${name}`}>{label}</label>
          <input
            id={`route-${name}`}
            name={name}
            className="input mono"
            placeholder={example}
            defaultValue={texts[name]}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      ))}
      <label className="flag">
        <input type="checkbox" name="historical" defaultChecked={texts.historical} /> Historical
        ones too
      </label>
      <fieldset className="hours wide-place">
        <legend>
          Only at these hours <span className="faint">(no day: always)</span>
        </legend>
        <div className="hour-days">
          {DAYS.map((day, at) => (
            <label key={day}>
              <input
                type="checkbox"
                name="day"
                value={at + 1}
                defaultChecked={texts.days.includes(at + 1)}
              />
              {day}
            </label>
          ))}
        </div>
        <div className="hour-times">
          {(['from', 'to', 'zone'] as const).map((name) => (
            <input
              key={name}
              name={name}
              className="input mono"
              aria-label={{ from: 'From', to: 'To', zone: 'Time zone' }[name]}
              defaultValue={texts[name]}
              autoComplete="off"
              spellCheck={false}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}

function readForm(form: HTMLFormElement): ReturnType<typeof matchOf> {
  const data = new FormData(form);
  const text = (name: string) => formText(form, name);
  return matchOf({
    level: text('level'),
    rules: text('rules'),
    sources: text('sources'),
    tags: text('tags'),
    labels: text('labels'),
    days: data.getAll('day').map(Number),
    from: text('from'),
    to: text('to'),
    zone: text('zone'),
    historical: data.get('historical') === 'on',
  });
}

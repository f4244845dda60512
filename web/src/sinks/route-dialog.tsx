import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { capital } from '../alerts/inbox-rows.ts';
import { LEVELS } from '../alerts/words.ts';
import { sourcesQuery } from '../api/queries.ts';
import type { AlertRoute, RouteMatch, Sink } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { ruleChoices } from '../rules/filter-rules.ts';
import { rulesQuery } from '../rules/queries.ts';
import { Modal } from '../ui/modal.tsx';
import { Picker } from '../ui/picker.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useSaveRoute } from './queries.ts';
import { matchOf, textsOf, type MatchTexts } from './route-match.ts';

interface RouteDialogProps {
  route: AlertRoute | null;
  /** What a new route begins with. */
  begin?: RouteMatch;
  sinks: readonly Sink[];
  onClose: () => void;
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Which alerts the route takes, and where they are told. */
export function RouteDialog({ route, begin = {}, sinks, onClose }: RouteDialogProps) {
  const texts = textsOf(route?.match ?? begin, HERE);
  const { rules, sources, tags } = texts;
  const [lists, setLists] = useState<MatchLists>({ rules, sources, tags });
  const [named, setNamed] = useState<ReadonlySet<string>>(
    new Set(route === null && sinks.length === 1 ? [sinks[0]!.name] : route?.sinks),
  );
  const save = useSaveRoute(route?.name ?? null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = route?.name ?? formText(form, 'name');
    const chosen = sinks.map((sink) => sink.name).filter((each) => named.has(each));
    save.mutate({ name, match: readForm(form, lists), sinks: chosen }, { onSuccess: onClose });
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
          <div className="field">
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
        <MatchFields texts={texts} lists={lists} onLists={setLists} />
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

type MatchLists = Pick<MatchTexts, 'rules' | 'sources' | 'tags'>;

const endsOpen = (text: string): boolean => text.length > 1 && text.endsWith('*');

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The rules, sources and tags that there are, to choose from. */
function ListFields({ lists, onLists }: Pick<MatchFieldsProps, 'lists' | 'onLists'>) {
  const rules = useQuery(rulesQuery()).data?.rules;
  const sources = useQuery(sourcesQuery()).data?.items;
  const ofRules = useMemo(() => ruleChoices(rules ?? []), [rules]);
  const ofTags = useMemo(() => {
    const tags = [...new Set((rules ?? []).flatMap((rule) => rule.tags))].toSorted();
    return tags.map((tag) => ({ value: tag, label: tag }));
  }, [rules]);
  const change = (part: keyof MatchLists) => (chosen: string[]) =>
    onLists({ ...lists, [part]: chosen });
  return (
    <>
      <Picker
        wide
        label="Rules"
        placeholder="any"
        choices={ofRules}
        chosen={lists.rules}
        onChange={change('rules')}
        isFree={endsOpen}
      />
      <Picker
        label="Sources"
        placeholder="any"
        choices={(sources ?? []).map(({ name, type }) => ({
          value: name,
          label: name,
          about: type,
        }))}
        chosen={lists.sources}
        onChange={change('sources')}
      />
      <Picker
        label="Tags of the rule"
        placeholder="any; attack.* for all that begin so"
        choices={ofTags}
        chosen={lists.tags}
        onChange={change('tags')}
        isFree={endsOpen}
      />
    </>
  );
}

interface MatchFieldsProps {
  texts: MatchTexts;
  lists: MatchLists;
  onLists: (lists: MatchLists) => void;
}

function MatchFields({ texts, lists, onLists }: MatchFieldsProps) {
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
      <ListFields lists={lists} onLists={onLists} />
      <div className="field">
        <label htmlFor="route-labels">What it is about</label>
        <input
          id="route-labels"
          name="labels"
          className="input mono"
          placeholder="actor.id=team:ana"
          defaultValue={texts.labels}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <label className="flag">
        <input type="checkbox" name="historical" defaultChecked={texts.historical} /> Historical
        alerts too
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

function readForm(form: HTMLFormElement, lists: MatchLists): RouteMatch {
  const data = new FormData(form);
  const text = (name: string) => formText(form, name);
  return matchOf({
    level: text('level'),
    ...lists,
    labels: text('labels'),
    days: data.getAll('day').map(Number),
    from: text('from'),
    to: text('to'),
    zone: text('zone'),
    historical: data.get('historical') === 'on',
  });
}

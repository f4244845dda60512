import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { getJson, send } from '../api/client.ts';
import type { RuleReplay } from '../api/types.ts';
import { entityText } from '../alerts/words.ts';
import { count, plural } from '../lib/numbers.ts';
import { ago, secondTime } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/states.tsx';
import type { Subject } from './explain-panel.tsx';
import { replaysQuery, rulePath } from './queries.ts';
import { everyDay } from './replay-days.ts';

const DAY_MS = 86_400_000;
const RANGES = [7, 30, 90, 365] as const;

const replayPath = (id: string) => `/v1/replays/${encodeURIComponent(id)}`;

/** The rule over what is in the log already: how often it would have fired, and on what. */
export function ReplayPanel({ subject }: { subject: Subject }) {
  const [days, setDays] = useState<number>(90);
  const begin = useMutation({
    mutationFn: () => {
      const to = new Date().toISOString();
      const from = new Date(Date.now() - days * DAY_MS).toISOString();
      return 'rule' in subject
        ? send<RuleReplay>('POST', `${rulePath(subject.rule)}/replay`, { from, to })
        : send<RuleReplay>('POST', '/v1/rules/replay', { text: subject.text, from, to });
    },
  });
  const last = useQuery({ ...replaysQuery(), enabled: 'rule' in subject }).data?.items;
  const kept = 'rule' in subject ? last?.find(({ rule }) => rule === subject.rule) : undefined;
  const id = begin.data?.id ?? kept?.id;
  const query = useQuery({
    queryKey: ['replay', id],
    queryFn: ({ signal }) => getJson<RuleReplay>(replayPath(id!), signal),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 400 : false),
  });
  const stop = useMutation({ mutationFn: () => send('DELETE', replayPath(id!)) });
  const replay = query.data ?? begin.data ?? kept;
  const runs = begin.isPending || replay?.status === 'running';
  return (
    <section className="section" aria-label="Over history">
      <div className="section-head">
        <h2>Over history</h2>
        <div className="try-form">
          <select
            className="input"
            aria-label="How far back"
            value={days}
            onChange={({ target }) => setDays(Number(target.value))}
          >
            {RANGES.map((each) => (
              <option key={each} value={each}>
                last {each} days
              </option>
            ))}
          </select>
          {runs ? (
            <Button disabled={id === undefined} onClick={() => stop.mutate()}>
              Stop
            </Button>
          ) : (
            <Button icon="play" onClick={() => begin.mutate()}>
              Run
            </Button>
          )}
        </div>
      </div>
      {begin.isError && <ErrorNote error={begin.error} />}
      {query.isError && <ErrorNote error={query.error} />}
      {!replay && !begin.isError && (
        <p className="prose">
          Runs the rule over the log as it is, and says how often it would have fired. Nobody is
          told, no alert is made.
        </p>
      )}
      {replay && <ReplayResult replay={replay} />}
    </section>
  );
}

function ReplayResult({ replay }: { replay: RuleReplay }) {
  const { done, total } = replay.progress;
  const part = total === 0 ? 1 : done / total;
  return (
    <div className="replay" aria-live="polite" data-status={replay.status}>
      {replay.status === 'running' ? (
        <>
          <p>
            {count(done)} of {count(total)} entries read, {plural(replay.findings, 'finding')} so
            far.
          </p>
          <div className="meter">
            <div style={{ width: `${part * 100}%` }} />
          </div>
        </>
      ) : (
        <Outcome replay={replay} />
      )}
      {replay.days.some(({ findings }) => findings > 0) && <DayBars replay={replay} />}
      {replay.examples.length > 0 && <Examples examples={replay.examples} />}
    </div>
  );
}

function Outcome({ replay }: { replay: RuleReplay }) {
  const { from, to, status, created } = replay;
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  if (status === 'interrupted') {
    return <p className="soft">The server stopped before it was done. Run it again.</p>;
  }
  if (status === 'failed') return <p className="rule-wrong">{replay.problem}</p>;
  const times = replay.findings === 1 ? 'once' : `${count(replay.findings)} times`;
  return (
    <p>
      <strong>
        {replay.findings === 0
          ? `Would not have fired in ${days} days`
          : `Would have fired ${times} in ${days} days`}
      </strong>
      {replay.findings > 0 && `, as ${plural(replay.alerts, 'alert')}`}
      {status === 'cancelled' && ', as far as it got'}.{' '}
      <span className="faint">
        {plural(replay.events, 'event')} judged,{' '}
        <time title={created}>{ago(created, Date.now())}</time>.
      </span>
    </p>
  );
}

function DayBars({ replay }: { replay: RuleReplay }) {
  const days = everyDay(replay);
  const top = Math.max(1, ...days.map(({ findings }) => findings));
  const label = `Findings a day, at most ${top}`;
  return (
    <div className="day-bars" role="img" aria-label={label} title={label}>
      {days.map(({ day, findings }) => (
        <i
          key={day}
          title={`${day}: ${findings}`}
          data-none={findings === 0 || undefined}
          style={{ height: `${Math.max(2, (findings / top) * 40)}px` }}
        />
      ))}
    </div>
  );
}

function Examples({ examples }: Pick<RuleReplay, 'examples'>) {
  return (
    <ul className="examples">
      {examples.map((example, at) => {
        const event = example.events.at(-1);
        const text = [
          example.actor && entityText(example.actor),
          example.target && entityText(example.target),
          example.because,
        ];
        return (
          <li key={at}>
            <time className="mono faint" dateTime={example.time} title={example.time}>
              {secondTime(example.time)}
            </time>
            <span className="truncate">{text.filter(Boolean).join(' · ')}</span>
            {event && (
              <Link to="/events" search={{ event: event.id, range: 'all' }} className="link small">
                #{count(event.index)}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

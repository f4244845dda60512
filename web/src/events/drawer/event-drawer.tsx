import { Tabs } from '@base-ui/react/tabs';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from '@tanstack/react-router';
import { eventQuery, meQuery } from '../../api/queries.ts';
import type { LoggedEvent } from '../../api/types.ts';
import { ago, fullTime } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { ActorGlyph, AssuranceDots } from '../list/actor-mark.tsx';
import { OutcomeMark, SeverityMark } from '../list/outcome-mark.tsx';
import { ProofTick } from '../list/proof-tick.tsx';
import { nameOf, sentenceParts } from '../names.ts';
import { ProofPanel } from '../proof/proof-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { RawPanel } from './raw-panel.tsx';
import { ResizeHandle, useDrawerWidth } from './resize-handle.tsx';
import './drawer.css';

export type Panel = 'overview' | 'proof' | 'raw' | 'history';

interface DrawerProps {
  id: string;
  /** The event as the list has it: shown at once, while the event itself is read. */
  known: LoggedEvent | undefined;
  panel: Panel;
  onPanel: (panel: Panel) => void;
  onTerm: (field: string, value: string, excluded: boolean) => void;
  onClose: () => void;
}

/** One event, beside the list: what happened, its proof, its raw record, its surroundings. */
export function EventDrawer({ id, known, panel, onPanel, onTerm, onClose }: DrawerProps) {
  const [width, setWidth] = useDrawerWidth();
  const query = useQuery({ ...eventQuery(id), placeholderData: known });
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const event = query.data;
  return (
    <aside className="drawer" style={{ width }} aria-label="Event">
      <ResizeHandle width={width} onWidth={setWidth} />
      <header className="drawer-head">
        <ProofTick id={id} />
        <span className="mono faint drawer-index">
          {event ? `#${event.index.toLocaleString('en')}` : ''}
        </span>
        <span className="drawer-keys faint small">
          <kbd>↑</kbd> <kbd>↓</kbd> next row
        </span>
        <WriteRule id={id} />
        <Button look="plain" icon="close" aria-label="Close the event" onClick={onClose} />
      </header>
      <div className="drawer-scroll">
        {query.isError && (
          <div className="drawer-section">
            <ErrorNote error={query.error} retry={() => void query.refetch()} />
          </div>
        )}
        <h2 ref={head} tabIndex={-1} className="drawer-sentence">
          {event ? <Sentence event={event} /> : <span className="faint">Reading the event…</span>}
        </h2>
        {event && <Glance event={event} />}
        {!event && !query.isError && <SkeletonLines lines={8} label="Reading the event" />}
        {event && (
          <Tabs.Root value={panel} onValueChange={(value) => onPanel(value as Panel)}>
            <Tabs.List className="tabs" aria-label="Parts of the event">
              <Tabs.Tab value="overview">Overview</Tabs.Tab>
              <Tabs.Tab value="proof">Proof</Tabs.Tab>
              <Tabs.Tab value="raw">Raw</Tabs.Tab>
              <Tabs.Tab value="history">History</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="overview" className="drawer-section">
              <OverviewPanel event={event} onTerm={onTerm} />
            </Tabs.Panel>
            <Tabs.Panel value="proof" className="drawer-section">
              <ProofPanel key={event.id} event={event} />
            </Tabs.Panel>
            <Tabs.Panel value="raw" className="drawer-section">
              <RawPanel key={event.id} event={event} />
            </Tabs.Panel>
            <Tabs.Panel value="history" className="drawer-section">
              <HistoryPanel event={event} />
            </Tabs.Panel>
          </Tabs.Root>
        )}
      </div>
    </aside>
  );
}

export function Sentence({ event }: { event: LoggedEvent }) {
  return (
    <>
      {nameOf(event.actor) || 'Somebody'}{' '}
      {sentenceParts(event).map((part, place) =>
        part.field === 'target' ? (
          <b key={place}>{part.text}</b>
        ) : (
          <span key={place} className={part.field ? undefined : 'soft'}>
            {part.text}
          </span>
        ),
      )}
    </>
  );
}

/** Who, when and how it ended, in one line under the sentence. */
function Glance({ event }: { event: LoggedEvent }) {
  return (
    <div className="glance">
      <span className="glance-item">
        <ActorGlyph actor={event.actor} />
        <AssuranceDots assurance={event.actor?.assurance} />
      </span>
      <OutcomeMark outcome={event.outcome} />
      <SeverityMark severity={event.severity} word />
      <time dateTime={event.time} className="soft" title={event.time}>
        {fullTime(event.time)} <span className="faint">· {ago(event.time, Date.now())}</span>
      </time>
    </div>
  );
}

/** Leads to a rule that begins with what the event says. */
function WriteRule({ id }: { id: string }) {
  const me = useQuery(meQuery()).data;
  if (!me?.permissions.includes('rules.write')) return null;
  return (
    <Link
      to="/rules/new"
      search={{ event: id }}
      className="button plain"
      title="Write a rule that looks for such events"
    >
      <Icon name="rules" />
      Write a rule
    </Link>
  );
}

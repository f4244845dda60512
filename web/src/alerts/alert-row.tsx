import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import type { Alert } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { ago, fullTime } from '../lib/time.ts';
import { RiskMark } from './risk-mark.tsx';
import {
  aboutText,
  actorText,
  quietText,
  severityOf,
  STATUS_WORDS,
  VERDICT_WORDS,
} from './words.ts';

interface AlertRowProps {
  alert: Alert;
  /** Of its actor. */
  risk: number;
  index: number;
  active: boolean;
  selected: boolean;
  onOpen: () => void;
  onSelect: () => void;
  /** Narrows the list to the rule, or to the actor. */
  onOnly: (filter: { rule: string } | { actor: string }) => void;
}

/** One alert on one line (two when folded): how bad, what, on what, who, state, how often, when. */
export function AlertRow({
  alert,
  risk,
  index,
  active,
  selected,
  onOpen,
  onSelect,
  onOnly,
}: AlertRowProps) {
  const onClick = (click: MouseEvent) => {
    if (click.shiftKey || click.metaKey || click.ctrlKey) onSelect();
    else onOpen();
  };
  return (
    <div
      id={`alert-${alert.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className="row alert-row"
      data-active={active || undefined}
      data-quiet={alert.quiet !== null || alert.status === 'resolved' || undefined}
      onClick={onClick}
    >
      <span role="gridcell" className="cell cell-mark">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected}
          aria-label={`Select ${alert.rule.title}`}
          onClick={(click) => click.stopPropagation()}
          onChange={onSelect}
        />
      </span>
      <span role="gridcell" className="cell cell-level">
        <SeverityMark severity={severityOf(alert.rule.level)} word />
      </span>
      <WhatCell alert={alert} onOnly={onOnly} />
      <span role="gridcell" className="cell cell-who">
        <span className="truncate">{actorText(alert) || <span className="nothing">—</span>}</span>
        <RiskMark score={risk} />
        {alert.actor && (
          <Only what="this actor" onOnly={() => onOnly({ actor: alert.actor!.id })} />
        )}
      </span>
      <span role="gridcell" className="cell cell-status">
        <StatusMark alert={alert} />
      </span>
      <span role="gridcell" className="cell cell-assignee">
        <span className="truncate soft">
          {alert.assignee ?? <span className="nothing">nobody</span>}
        </span>
      </span>
      <span
        role="gridcell"
        className="cell cell-count number soft"
        title={`${count(alert.count)} events in ${count(alert.findings)} findings`}
      >
        {alert.count > 1 ? `×${count(alert.count)}` : ''}
      </span>
      <span role="gridcell" className="cell cell-last" title={fullTime(alert.last)}>
        {ago(alert.last, Date.now())}
      </span>
    </div>
  );
}

function WhatCell({ alert, onOnly }: Pick<AlertRowProps, 'alert' | 'onOnly'>) {
  return (
    <span role="gridcell" className="cell cell-what">
      <span className="truncate">
        <Link
          to="/alerts/$id"
          params={{ id: alert.id }}
          className="name name-bold"
          tabIndex={-1}
          onClick={(click) => click.stopPropagation()}
        >
          {alert.rule.title}
        </Link>{' '}
        <span className="soft">{aboutText(alert)}</span>
      </span>
      <Marks alert={alert} />
      <Only what="this rule" onOnly={() => onOnly({ rule: alert.rule.id })} />
    </span>
  );
}

/** Shown on hover, as in the list of events; the alert's page has links for keys. */
function Only({ what, onOnly }: { what: string; onOnly: () => void }) {
  return (
    <span className="pair">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Only ${what}`}
        title={`Only ${what}`}
        onClick={(click) => {
          click.stopPropagation();
          onOnly();
        }}
      >
        +
      </button>
    </span>
  );
}

export function Marks({ alert }: { alert: Alert }) {
  const quiet = quietText(alert);
  return (
    <>
      {quiet !== null && (
        <span className="badge" title={quiet}>
          {alert.quiet === 'inhibited' ? 'Inhibited' : 'Silenced'}
        </span>
      )}
      {alert.historical && (
        <span className="badge" title="Found in what was imported from the past">
          Historical
        </span>
      )}
    </>
  );
}

export function StatusMark({ alert }: { alert: Alert }) {
  const words =
    alert.verdict === null ? STATUS_WORDS[alert.status] : VERDICT_WORDS[alert.verdict].name;
  return (
    <span
      className={`alert-status alert-status-${alert.status}`}
      title={STATUS_WORDS[alert.status]}
    >
      <i aria-hidden="true" />
      {words}
    </span>
  );
}

import { Link } from '@tanstack/react-router';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { count, plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { capital } from './inbox-rows.ts';
import {
  GROUPINGS,
  levelsOf,
  orderOf,
  ORDERS,
  STATUS_FILTERS,
  withLevel,
  type Grouping,
  type Order,
  type StatusFilter,
} from './search.ts';
import type { Inbox } from './use-inbox.ts';
import { entityText, LEVELS, severityOf, STATUS_WORDS } from './words.ts';

const ORDER_TITLES: Record<Order, string> = {
  level: 'Heaviest first',
  last: 'Last seen first',
  risk: 'Riskiest actors first',
  updated: 'Last changed first',
};

const STATUS_TITLES: Record<StatusFilter, string> = {
  ...STATUS_WORDS,
  unresolved: 'Not resolved',
  all: 'All',
};

/** Title, and the open alerts by level: a level is shown alone by a click. */
export function InboxBar({ inbox }: { inbox: Inbox }) {
  const { search, counts, change } = inbox;
  const levels = levelsOf(search.level);
  return (
    <div className="events-bar alerts-bar">
      <h1>Alerts</h1>
      <div className="level-counts" role="group" aria-label="Not resolved, by level">
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="level-count"
            aria-pressed={levels.includes(level)}
            data-zero={counts?.[level] === 0 || undefined}
            title={`${capital(level)}: ${counts ? count(counts[level]) : '…'} not resolved`}
            onClick={() => change({ level: withLevel(search.level, level) })}
          >
            <span aria-hidden="true">
              <SeverityMark severity={severityOf(level)} />
            </span>
            <span className="level-word">{capital(level)}</span>
            <span className="number">{counts ? count(counts[level]) : '–'}</span>
          </button>
        ))}
      </div>
      <Link to="/sinks" className="button plain alerts-sinks" title="Who is told, and silences">
        <Icon name="sinks" />
        <span className="tool-word">Sinks</span>
      </Link>
    </div>
  );
}

/** Filters and grouping beside what the list holds. */
export function InboxTools({ inbox }: { inbox: Inbox }) {
  const { search, change, flat, quiet } = inbox;
  return (
    <div className="summary alerts-tools">
      <label className="tool-field">
        <span className="faint">Status</span>
        <select
          className="input"
          value={search.status ?? 'unresolved'}
          onChange={({ target }) => change({ status: target.value as StatusFilter })}
        >
          {STATUS_FILTERS.map((status) => (
            <option key={status} value={status}>
              {STATUS_TITLES[status]}
            </option>
          ))}
        </select>
      </label>
      <label className="tool-field">
        <span className="faint">Order</span>
        <select
          className="input"
          value={search.first ?? 'level'}
          onChange={({ target }) => change({ first: orderOf(target.value) })}
        >
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {ORDER_TITLES[order]}
            </option>
          ))}
        </select>
      </label>
      <label className="tool-field">
        <span className="faint">Groups</span>
        <select
          className="input"
          value={search.by ?? ''}
          onChange={({ target }) =>
            change({ by: target.value === '' ? undefined : (target.value as Grouping) })
          }
        >
          <option value="">No groups</option>
          {GROUPINGS.map((by) => (
            <option key={by} value={by}>
              By {by}
            </option>
          ))}
        </select>
      </label>
      <FilterChips inbox={inbox} />
      <p className="summary-text truncate soft" aria-live="polite">
        {inbox.query.data &&
          `${inbox.query.hasNextPage ? 'The first ' : ''}${plural(flat.length, 'alert')}`}
      </p>
      {(quiet > 0 || search.quiet === '1') && (
        <Button
          look="plain"
          on={search.quiet === '1'}
          aria-pressed={search.quiet === '1'}
          title="Alerts that nobody was told of: silenced or inhibited (q)"
          onClick={() => change({ quiet: search.quiet === '1' ? undefined : '1' })}
        >
          {count(quiet)} quiet
        </Button>
      )}
    </div>
  );
}

/** The rule, the actor and the target that the list is narrowed to. */
function FilterChips({ inbox: { search, change, flat } }: { inbox: Inbox }) {
  const rule = flat.find((alert) => alert.rule.id === search.rule)?.rule.title ?? search.rule;
  const actor = flat.find((alert) => alert.actor?.id === search.actor);
  const target = flat.find((alert) => alert.target?.id === search.target);
  const chips = [
    { name: 'rule', text: rule, drop: { rule: undefined } },
    {
      name: 'actor',
      text: search.actor && entityText(actor?.actor ?? { id: search.actor }),
      drop: { actor: undefined },
    },
    {
      name: 'target',
      text: search.target && entityText(target?.target ?? { id: search.target }),
      drop: { target: undefined },
    },
  ];
  return chips
    .filter(({ text }) => text !== undefined)
    .map(({ name, text, drop }) => (
      <span key={name} className="chip">
        <span className="chip-text">
          {name}: {text}
        </span>
        <button
          type="button"
          className="chip-remove"
          aria-label={`Show every ${name}`}
          onClick={() => change(drop)}
        >
          <Icon name="close" size={14} />
        </button>
      </span>
    ));
}

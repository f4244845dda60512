import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { openAlertsQuery } from '../alerts/queries.ts';
import { integrityQuery, meQuery } from '../api/queries.ts';
import { PALETTE_KEY } from '../lib/keys.ts';
import { count } from '../lib/numbers.ts';
import { usePreferences } from '../lib/preferences.ts';
import { Icon } from '../ui/icon.tsx';
import { FIRST_VIEW, SCREENS } from './screens.ts';

export function Rail({ onPalette }: { onPalette: () => void }) {
  const [preferences, change] = usePreferences();
  const narrow = preferences.rail === 'narrow';
  return (
    <nav className="rail" data-narrow={narrow || undefined} aria-label="Screens">
      <div className="rail-head">
        <Link to="/events" search={FIRST_VIEW} className="rail-brand" aria-label="Acta, events">
          <Mark />
          <span className="rail-word">Acta</span>
        </Link>
        <button
          type="button"
          className="rail-fold"
          aria-label={narrow ? 'Widen the rail' : 'Narrow the rail'}
          aria-expanded={!narrow}
          onClick={() => change({ rail: narrow ? 'wide' : 'narrow' })}
        >
          <Icon name="rail" />
        </button>
      </div>
      <button type="button" className="rail-search" title="Command palette" onClick={onPalette}>
        <Icon name="search" />
        <span className="rail-label">Go to…</span>
        <kbd>{PALETTE_KEY}</kbd>
      </button>
      <ul>
        {SCREENS.map((screen) => (
          <li key={screen.to}>
            <Link
              to={screen.to}
              search={screen.search ?? {}}
              activeOptions={{ includeSearch: false }}
              className="rail-item"
              activeProps={{ 'data-active': true }}
              title={narrow ? screen.label : undefined}
            >
              <Icon name={screen.icon} />
              <span className="rail-label">{screen.label}</span>
              {screen.to === '/alerts' && <OpenAlerts />}
            </Link>
          </li>
        ))}
      </ul>
      <RailFoot />
    </nav>
  );
}

/** Open alerts that should not wait: high and critical ones. */
function OpenAlerts() {
  const me = useQuery(meQuery());
  const mayRead = me.data?.permissions.includes('alerts.read') === true;
  const open = useQuery({ ...openAlertsQuery(), enabled: mayRead });
  const urgent = (open.data?.critical ?? 0) + (open.data?.high ?? 0);
  if (urgent === 0) return null;
  return (
    <span
      className="rail-badge"
      data-critical={(open.data?.critical ?? 0) > 0 || undefined}
      title="High and critical alerts that are not resolved"
    >
      {urgent > 99 ? '99+' : urgent}
      <span className="visually-hidden"> high or critical</span>
    </span>
  );
}

/** The log's size, always in view, and who is reading. */
function RailFoot() {
  const me = useQuery(meQuery());
  const integrity = useQuery(integrityQuery());
  return (
    <div className="rail-foot">
      <Link to="/integrity" className="rail-log" title="Entries in the log">
        <span className="faint small">Log size</span>
        <span className="mono">{integrity.data ? `#${count(integrity.data.size)}` : '…'}</span>
      </Link>
      <Link to="/settings" className="rail-me" title="Signed in as">
        <Icon name="user" />
        <span className="rail-label truncate">{me.data?.name ?? '…'}</span>
        <span className="rail-role faint small">{me.data?.role}</span>
      </Link>
    </div>
  );
}

export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" className="mark">
      <rect width="32" height="32" rx="7" />
      <path d="M8.5 24 16 7.5 23.5 24" />
      <path className="mark-tick" d="m12.4 19.2 2.9 2.7 5.6-5.7" />
    </svg>
  );
}

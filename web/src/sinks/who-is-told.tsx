import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { AlertRoute, Rule } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { routesQuery, sinksQuery } from './queries.ts';
import { RouteDialog } from './route-dialog.tsx';
import { matchWords, routesOf } from './route-match.ts';
import './sinks.css';

/** Who hears of a rule's alerts, and the way to a route for them. */
export function WhoIsTold({ rule }: { rule: Pick<Rule, 'id' | 'level' | 'tags'> }) {
  const me = useQuery(meQuery()).data;
  const mayRead = me?.permissions.includes('sinks.read') === true;
  const sinks = useQuery({ ...sinksQuery(), enabled: mayRead });
  const routes = useQuery({ ...routesQuery(), enabled: mayRead });
  const [adding, setAdding] = useState(false);
  if (!mayRead) return null;
  const mayWrite = me.permissions.includes('sinks.write');
  const error = sinks.error ?? routes.error;
  const there = sinks.data?.items;
  const found = routes.data && routesOf(rule, routes.data);
  return (
    <section className="section who-is-told" aria-label="Who is told">
      <h2>Who is told</h2>
      {error && <ErrorNote error={error} />}
      {there?.length === 0 && (
        <>
          <p className="soft">Nobody: its alerts only stand in the inbox until there is a sink.</p>
          {mayWrite && (
            <Link to="/sinks/new" search={{}} className="button">
              Add a sink
            </Link>
          )}
        </>
      )}
      {there && there.length > 0 && found && (
        <>
          {found.routes.map((route) => (
            <RouteOf key={route.id} route={route} />
          ))}
          {found.routes.length === 0 && (
            <p className="soft">
              {found.otherwise
                ? 'All sinks: no route takes it, and what none takes goes everywhere from medium up.'
                : 'Nobody: no route takes it, and it is below medium.'}
            </p>
          )}
          {mayWrite && <Button onClick={() => setAdding(true)}>Route its alerts …</Button>}
        </>
      )}
      {adding && there && (
        <RouteDialog
          route={null}
          begin={{ rules: [rule.id] }}
          sinks={there}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

/** One route that takes the rule's alerts, with what else must agree. */
function RouteOf({ route }: { route: AlertRoute }) {
  const { level: _level, rules: _rules, tags: _tags, ...rest } = route.match;
  const only = matchWords(rest);
  return (
    <p>
      {route.sinks.length === 0 && <strong>Nobody</strong>}
      {route.sinks.map((sink, at) => (
        <span key={sink}>
          {at > 0 && ', '}
          <Link to="/sinks/$name" params={{ name: sink }} className="link">
            {sink}
          </Link>
        </span>
      ))}{' '}
      <span className="faint small">
        by the route {route.name}
        {only.length > 0 && `, where ${only.join(', ')}`}
      </span>
    </p>
  );
}

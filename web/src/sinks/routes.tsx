import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AlertRoute, Sink } from '../api/types.ts';
import { rulesQuery } from '../rules/queries.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { routesQuery, useDeleteRoute, useSwitchRoute } from './queries.ts';
import { RouteDialog } from './route-dialog.tsx';
import { matchWords } from './route-match.ts';

/** Which alerts are told where. All routes that match count. */
export function Routes({ sinks, mayWrite }: { sinks: readonly Sink[]; mayWrite: boolean }) {
  const query = useQuery(routesQuery());
  const [edited, setEdited] = useState<AlertRoute | 'new' | null>(null);
  const [removed, setRemoved] = useState<AlertRoute | null>(null);
  const routes = query.data?.items ?? [];
  return (
    <section className="section" aria-label="Routes">
      <div className="section-head">
        <h2>Routes</h2>
        {mayWrite && (
          <Button icon="plus" onClick={() => setEdited('new')}>
            Add a route
          </Button>
        )}
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={2} label="Reading routes" />}
      {query.data && (
        <ul className="routes">
          {routes.map((route) => (
            <RouteLine
              key={route.id}
              route={route}
              mayWrite={mayWrite}
              onEdit={() => setEdited(route)}
              onRemove={() => setRemoved(route)}
            />
          ))}
          <li className="route-otherwise">
            <span className="route-name">Otherwise</span>
            <span className="soft">
              {[...matchWords(query.data.otherwise.match), 'all sinks'].join(' → ')}
            </span>
          </li>
        </ul>
      )}
      {edited !== null && (
        <RouteDialog
          route={edited === 'new' ? null : edited}
          sinks={sinks}
          onClose={() => setEdited(null)}
        />
      )}
      {removed && <RemoveRoute route={removed} onClose={() => setRemoved(null)} />}
    </section>
  );
}

interface RouteLineProps {
  route: AlertRoute;
  mayWrite: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function RouteLine({ route, mayWrite, onEdit, onRemove }: RouteLineProps) {
  const change = useSwitchRoute(route.name);
  const rules = useQuery(rulesQuery()).data?.rules;
  const words = matchWords(route.match, (id) => rules?.find((rule) => rule.id === id)?.title ?? id);
  return (
    <li data-off={!route.enabled || undefined}>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={route.enabled}
        aria-label={`Route ${route.name}`}
        disabled={!mayWrite || change.isPending}
        title={change.isError ? change.error.message : undefined}
        onClick={() => change.mutate(!route.enabled)}
      >
        <i aria-hidden="true" />
      </button>
      <span className="route-name">{route.name}</span>
      <span className="route-words">
        {words.join(', ') || 'every alert'} <span className="faint">→</span>{' '}
        {route.sinks.length === 0 && <strong>nobody</strong>}
        {route.sinks.map((sink, at) => (
          <span key={sink}>
            {at > 0 && ', '}
            <Link to="/sinks/$name" params={{ name: sink }} className="link">
              {sink}
            </Link>
          </span>
        ))}
      </span>
      {mayWrite && (
        <span className="row-actions">
          <Button look="plain" aria-label={`Edit route ${route.name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button
            look="plain"
            icon="trash"
            aria-label={`Delete route ${route.name}`}
            onClick={onRemove}
          />
        </span>
      )}
    </li>
  );
}

function RemoveRoute({ route, onClose }: { route: AlertRoute; onClose: () => void }) {
  const remove = useDeleteRoute(route.name);
  return (
    <Confirm
      open
      title={`Delete the route ${route.name}`}
      about="Alerts that only it took go where no route matches. It is an event in the log."
      action="Delete the route"
      change={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

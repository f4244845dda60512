import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sourcesQuery } from '../api/queries.ts';
import { plural } from '../lib/numbers.ts';
import { rulesQuery } from '../rules/queries.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/states.tsx';
import type { Inbox } from './use-inbox.ts';

/** No alert, or none that the filter lets through: then it says which, and what is watched. */
export function NoAlerts({ inbox }: { inbox: Inbox }) {
  const { search, change, quiet, counts } = inbox;
  const { status, level, rule, actor, target } = search;
  const filtered = [status, level, rule, actor, target].some((each) => each !== undefined);
  const open = Object.values(counts ?? {}).reduce((sum, each) => sum + each, 0);
  if (filtered) {
    return (
      <Empty
        title="No alert fits the filter"
        icon="alerts"
        actions={
          <Button
            look="primary"
            onClick={() =>
              change({
                status: undefined,
                level: undefined,
                rule: undefined,
                actor: undefined,
                target: undefined,
              })
            }
          >
            Show what is not resolved
          </Button>
        }
      >
        {plural(open, 'alert')} in all {open === 1 ? 'is' : 'are'} not resolved.
      </Empty>
    );
  }
  return (
    <Empty
      title="Nothing to look into"
      icon="alerts"
      actions={
        <>
          <Link to="/rules" className="button primary">
            See the rules
          </Link>
          <Button onClick={() => change({ status: 'resolved' })}>Show resolved alerts</Button>
        </>
      }
    >
      {quiet > 0 && `${plural(quiet, 'quiet alert')} can be shown with the key q. `}
      <Watched />
    </Empty>
  );
}

function Watched() {
  const rules = useQuery(rulesQuery());
  const sources = useQuery(sourcesQuery());
  const running = rules.data?.rules.filter((rule) => rule.state === 'on' && !rule.part).length;
  const names = sources.data?.items.map(({ name }) => name) ?? [];
  return (
    <>
      {running !== undefined && (
        <>
          {plural(running, 'rule')} {running === 1 ? 'looks' : 'look'} at each event within a second
          of its being durable.{' '}
        </>
      )}
      {names.length === 0
        ? 'No source is connected: only what is sent to the API, and what people do in Acta, is watched.'
        : `Watched: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more sources` : ''}, what is sent to the API, and Acta itself.`}
    </>
  );
}

import { Link, useRouter } from '@tanstack/react-router';
import { FIRST_VIEW } from './screens.ts';
import { Empty, ErrorNote } from '../ui/states.tsx';

export function NotFound() {
  return (
    <main>
      <Empty
        title="No such page"
        actions={
          <Link to="/events" search={FIRST_VIEW} className="button primary">
            Go to events
          </Link>
        }
      >
        The address names nothing here. An event is found by its id in the query bar:{' '}
        <code>id:…</code>
      </Empty>
    </main>
  );
}

export function RouteError({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <main style={{ padding: 24, maxWidth: 720 }}>
      <ErrorNote error={error} retry={() => void router.invalidate()} />
    </main>
  );
}

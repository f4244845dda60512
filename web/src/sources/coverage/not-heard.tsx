import { Link } from '@tanstack/react-router';
import type { NotHeard } from '../../api/types.ts';
import { plural } from '../../lib/numbers.ts';
import { ago } from '../../lib/time.ts';
import { Icon } from '../../ui/icon.tsx';
import { NOT_HEARD_WORDS, notHeardText } from './words.ts';

/** The first thing to know: what Acta does not hear. */
export function NotHeardOverview({ items, sources }: { items: NotHeard[]; sources: number }) {
  if (items.length === 0) {
    return (
      <div className="note good not-heard" data-not-heard="0">
        <Icon name="check" />
        <p>
          <strong>{sources === 1 ? 'The source is heard.' : 'Every source is heard.'}</strong>{' '}
          <span className="soft">
            None is silent beyond its rhythm, nothing that they count is missing, nothing waits in
            quarantine.
          </span>
        </p>
      </div>
    );
  }
  const concerned = new Set(items.map(({ source }) => source)).size;
  return (
    <section className="note warn not-heard" aria-label="Not heard" data-not-heard={items.length}>
      <Icon name="warning" />
      <div>
        <h2>Not heard: {plural(concerned, 'source')}</h2>
        <ul>
          {items.map((item) => (
            <li key={`${item.source} ${item.code}`}>
              <Link to="/sources/$name" params={{ name: item.source }} className="source-name">
                {item.source}
              </Link>
              <span className={`badge ${item.code === 'failing' ? 'bad' : 'warn'}`}>
                {NOT_HEARD_WORDS[item.code]}
              </span>
              <span className="soft">
                {notHeardText(item)}
                {item.since && (
                  <span title={item.since}> · since {ago(item.since, Date.now())}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

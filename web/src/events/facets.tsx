import { useQuery } from '@tanstack/react-query';
import { facetsQuery, type Search } from '../api/queries.ts';
import type { FacetsAnswer } from '../api/types.ts';
import { count, shortCount } from '../lib/numbers.ts';
import { Skeleton } from '../ui/states.tsx';
import { topTerms } from './query/terms.ts';
import './facets.css';

const TITLES: Record<string, string> = {
  'source.name': 'Source',
  actor: 'Actor',
  action: 'Action',
  target: 'Target',
  outcome: 'Outcome',
  severity: 'Severity',
  environment: 'Environment',
  category: 'Category',
};

interface FacetsProps {
  search: Search;
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

type Facet = FacetsAnswer['facets'][number];

/** What the result is made of: the most frequent values of the telling fields, with counts. */
export function Facets({ search, onTerm }: FacetsProps) {
  const query = useQuery(facetsQuery(search));
  const facets = query.data?.facets.filter((facet) => facet.values.length > 0);
  if (query.isError) {
    return <p className="facets-note faint small">The counts by field could not be read.</p>;
  }
  if (!facets) return <FacetSkeleton />;
  return (
    <div className="facets" data-stale={query.isPlaceholderData || undefined}>
      {facets.map((facet) => (
        <FacetSection key={facet.field} facet={facet} q={search.q} onTerm={onTerm} />
      ))}
      {facets.length === 0 && <p className="facets-note faint small">Nothing to count.</p>}
    </div>
  );
}

function FacetSection({
  facet,
  q,
  onTerm,
}: {
  facet: Facet;
  q: string;
  onTerm: FacetsProps['onTerm'];
}) {
  const top = Math.max(...facet.values.map((value) => value.count));
  const title = TITLES[facet.field] ?? facet.field;
  const terms = topTerms(q).filter((term) => term.field === facet.field);
  return (
    <section className="facet" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {facet.values.map(({ value, count: number }) => {
          const term = terms.find((candidate) => candidate.value === value);
          const on = term !== undefined && !term.negated;
          return (
            <li key={value} className="facet-value" data-on={on || undefined}>
              <i style={{ width: `${(number / top) * 100}%` }} />
              <button
                type="button"
                className="facet-add"
                aria-pressed={on}
                title={`${value}: ${count(number)}`}
                onClick={() => onTerm(facet.field, value, on)}
              >
                <span className="truncate">{value}</span>
                <span className="facet-count">{shortCount(number)}</span>
              </button>
              <button
                type="button"
                className="facet-exclude"
                aria-label={`Exclude ${title.toLowerCase()} ${value}`}
                title={`Exclude ${value}`}
                onClick={() => onTerm(facet.field, value, true)}
              >
                −
              </button>
            </li>
          );
        })}
      </ul>
      {facet.other > 0 && <p className="facet-other">{count(facet.other)} in other values</p>}
    </section>
  );
}

function FacetSkeleton() {
  return (
    <div className="facets" role="status" aria-label="Counting">
      {[4, 6, 6, 3].map((lines, section) => (
        <section className="facet" key={section}>
          <h2>
            <Skeleton width={64} height={10} />
          </h2>
          {Array.from({ length: lines }, (_, line) => (
            <div key={line} className="facet-value" style={{ alignItems: 'center' }}>
              <Skeleton width={`${70 - line * 8}%`} height={9} />
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

import type { Check } from '@acta/sdk';
import { TickGlyph } from '../list/proof-tick.tsx';

/** Each check with its tick; what was expected and found opens under those that failed. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="checks" aria-label="Checks">
      {checks.map((check) => (
        <li key={check.name} className="check" data-ok={String(check.ok)} data-check={check.name}>
          <TickGlyph state={check.ok ? 'checked' : check.ok === false ? 'broken' : 'durable'} />
          <div>
            <p>{check.what}</p>
            {check.ok === true ? (
              <p className="small faint check-found">{check.found}</p>
            ) : (
              <dl className="small check-why">
                <dt>Expected</dt>
                <dd className="mono">{check.expected}</dd>
                <dt>Found</dt>
                <dd className="mono">{check.found}</dd>
              </dl>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

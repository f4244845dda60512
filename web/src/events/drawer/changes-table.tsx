import type { LoggedEvent } from '../../api/types.ts';

type Changes = NonNullable<LoggedEvent['changes']>;

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

/** Before and after, one changed field on a line; marked by sign and word, not by colour alone. */
export function ChangesTable({ changes }: { changes: Changes }) {
  return (
    <section className="fields" aria-label="Changes">
      <h3>Changed</h3>
      <div className="diff">
        {changes.map((change, place) => (
          <div key={place} className="diff-field">
            <p className="mono diff-name">{change.field}</p>
            <DiffSide sign="−" side="from" value={text(change.from)} />
            <DiffSide sign="+" side="to" value={text(change.to)} />
          </div>
        ))}
      </div>
    </section>
  );
}

function DiffSide(props: { sign: string; side: 'from' | 'to'; value: string | null }) {
  return (
    <div className="diff-side" data-side={props.side}>
      <span aria-hidden="true">{props.sign}</span>
      <span className="visually-hidden">{props.side === 'from' ? 'before' : 'after'}</span>
      {props.value === null ? <em className="faint">not set</em> : <code>{props.value}</code>}
    </div>
  );
}

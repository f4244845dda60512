import { CopyButton } from '../../ui/copy-button.tsx';
import type { FieldRow } from './event-fields.ts';

interface FieldTableProps {
  title: string;
  rows: FieldRow[];
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

/** Label and value on a line; each value can be copied, added to the query or excluded. */
export function FieldTable({ title, rows, onTerm }: FieldTableProps) {
  return (
    <section className="fields" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {rows.map((row, place) => (
          <div key={place} className="field-row">
            <dt>{row.label}</dt>
            <dd className={row.mono ? 'mono' : undefined}>
              <span className="field-value">{row.value}</span>
              <span className="field-tools">
                {row.field !== null && (
                  <>
                    <TermButton row={row} sign="+" onTerm={onTerm} />
                    <TermButton row={row} sign="−" onTerm={onTerm} />
                  </>
                )}
                <CopyButton text={row.value} label={`Copy ${row.label.toLowerCase()}`} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface TermButtonProps {
  row: FieldRow;
  sign: '+' | '−';
  onTerm: FieldTableProps['onTerm'];
}

function TermButton({ row, sign, onTerm }: TermButtonProps) {
  const words = sign === '+' ? 'Add to the query' : 'Exclude from the query';
  return (
    <button
      type="button"
      className="button plain square"
      aria-label={`${words}: ${row.label.toLowerCase()} ${row.value}`}
      title={words}
      onClick={() => onTerm(row.field!, row.value, sign === '−')}
    >
      {sign}
    </button>
  );
}

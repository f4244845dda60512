import { Icon } from '../../ui/icon.tsx';
import { Highlight } from './highlight.tsx';
import { topTerms, withoutTerm, type Term } from './terms.ts';

interface ChipsProps {
  q: string;
  onEdit: (cursor: number) => void;
  onChange: (q: string) => void;
}

/** The query at rest: one chip for each condition, to remove or to click into. */
export function Chips({ q, onEdit, onChange }: ChipsProps) {
  const remove = (term: Term) => onChange(withoutTerm(q, term));
  return (
    <div className="chips" role="list" aria-label="Conditions">
      {topTerms(q).map((term) => (
        <span
          key={`${term.start}`}
          role="listitem"
          className="chip"
          data-negated={term.negated || undefined}
        >
          <button
            type="button"
            className="chip-text"
            tabIndex={-1}
            aria-label={`Edit ${term.text}`}
            onClick={() => onEdit(term.end)}
          >
            <Highlight text={term.text} wrongAt={null} />
          </button>
          <button
            type="button"
            className="chip-remove"
            aria-label={`Remove ${term.text}`}
            onClick={() => remove(term)}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
    </div>
  );
}

import { Icon } from '../../ui/icon.tsx';
import { Highlight } from './highlight.tsx';
import { OWN_HIDDEN, OWN_HIDDEN_ABOUT, OWN_HIDDEN_TITLE } from './own.ts';
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
        <Chip
          key={`${term.start}`}
          term={term}
          onEdit={() => onEdit(term.end)}
          onRemove={() => remove(term)}
        />
      ))}
    </div>
  );
}

interface ChipProps {
  term: Term;
  onEdit: () => void;
  onRemove: () => void;
}

function Chip({ term, onEdit, onRemove }: ChipProps) {
  const isOwn = term.text === OWN_HIDDEN;
  const name = isOwn ? OWN_HIDDEN_TITLE : term.text;
  return (
    <span role="listitem" className="chip" data-negated={term.negated || undefined}>
      <button
        type="button"
        className="chip-text"
        tabIndex={-1}
        aria-label={`Edit ${name}`}
        title={isOwn ? `${OWN_HIDDEN_ABOUT}\n${term.text}` : undefined}
        onClick={onEdit}
      >
        {isOwn ? (
          <span className="chip-words">{name}</span>
        ) : (
          <Highlight text={term.text} wrongAt={null} />
        )}
      </button>
      <button
        type="button"
        className="chip-remove"
        aria-label={isOwn ? 'Show what Acta recorded of itself' : `Remove ${name}`}
        onClick={onRemove}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}

import { Button } from '../../ui/button.tsx';
import { COMPARE_MAX, type Selection } from '../use-selection.ts';

interface SelectionBarProps {
  selection: Selection;
  onCompare: (ids: string[]) => void;
}

/** Floats over the list's foot while rows are marked. */
export function SelectionBar({ selection, onCompare }: SelectionBarProps) {
  const count = selection.selected.size;
  if (count === 0) return null;
  return (
    <div className="selection-bar popup" role="region" aria-label="Selection">
      <span>
        {count} selected{count === COMPARE_MAX && <span className="faint"> (the most)</span>}
      </span>
      <Button
        look="primary"
        icon="compare"
        disabled={count < 2}
        title={count < 2 ? 'Mark at least two rows with x' : undefined}
        onClick={() => onCompare([...selection.selected])}
      >
        Compare
      </Button>
      <Button look="plain" onClick={selection.clear}>
        Clear
      </Button>
    </div>
  );
}

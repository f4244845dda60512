interface FilterPairProps {
  field: string;
  value: string;
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

/** `+` and `−` on a cell: add the value to the query, or exclude it. Shown on hover; the drawer has them for keys. */
export function FilterPair({ field, value, onTerm }: FilterPairProps) {
  return (
    <span className="pair">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Add ${field} ${value}`}
        title={`Add ${field}:${value}`}
        onClick={(click) => {
          click.stopPropagation();
          onTerm(field, value, false);
        }}
      >
        +
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Exclude ${field} ${value}`}
        title={`Exclude ${field}:${value}`}
        onClick={(click) => {
          click.stopPropagation();
          onTerm(field, value, true);
        }}
      >
        −
      </button>
    </span>
  );
}

interface ListSkeletonProps {
  /** What is being read. */
  label: string;
  lines: number;
  /** Widths of the cells of a line: pixels, or a flex basis for the one that may shrink. */
  cells: (line: number) => readonly (number | { upTo: number })[];
}

/** Rows in grey at the places where those of a list will stand, fading out downwards. */
export function ListSkeleton({ label, lines, cells }: ListSkeletonProps) {
  return (
    <div className="list list-skeleton" role="status" aria-label={label}>
      <div className="list-head-group">
        <div className="row list-head" />
      </div>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-row" style={{ opacity: 1 - (line * 0.84) / lines }}>
          {cells(line).map((width, place) => (
            <i
              key={place}
              style={typeof width === 'number' ? { width } : { flex: `0 1 ${width.upTo}px` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A length that differs from line to line and is the same at every look. */
export const uneven = (line: number, least: number, more: number): number =>
  least + ((line * 37) % more);

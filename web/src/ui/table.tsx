import type { ReactNode } from 'react';

/** A title; of figures, which stand at the right, as `number`. */
export type Column = string | { number: string };

interface TableProps {
  /** What it lists, for those who don't see it. */
  label: string;
  columns: readonly Column[];
  /** A last column holds what can be done with a row. */
  actions?: boolean;
  className?: string;
  /** The rows. */
  children: ReactNode;
}

/** A table that scrolls sideways within the page where it is too wide, also by keyboard. */
export function Table({ label, columns, actions = false, className = '', children }: TableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className={`table ${className}`.trim()}>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th key={column}>{column}</th>
              ) : (
                <th key={column.number} className="number">
                  {column.number}
                </th>
              ),
            )}
            {actions && (
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';

/** Breadcrumbs, and what can be done. */
export function MappingHead({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>
        <span className="crumb">
          <Link to="/sources">Sources</Link>
          <Icon name="right" size={14} />
          <Link to="/sources/$name" params={{ name }}>
            {name}
          </Link>
          <Icon name="right" size={14} />
          <span className="crumb-here">Mapping</span>
        </span>
      </h1>
      {children && <div className="source-actions">{children}</div>}
    </div>
  );
}

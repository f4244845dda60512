import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface CrumbHeadProps {
  /** The link to the list that this page is below. */
  back: ReactNode;
  here: string;
  /** What can be done here. */
  children?: ReactNode;
}

/** The head of a page below a list. */
export function CrumbHead({ back, here, children }: CrumbHeadProps) {
  return (
    <div className="page-head">
      <h1>
        <span className="crumb">
          {back}
          <Icon name="right" size={14} />
          <span className="crumb-here">{here}</span>
        </span>
      </h1>
      {children}
    </div>
  );
}

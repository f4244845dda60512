import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Icon, type IconName } from './icon.tsx';

const NEXT_STEP: Record<number, string> = {
  0: 'Check that the server runs, then try again. Nothing that was recorded is affected.',
  401: 'Sign in again; your place in the page is kept.',
  400: '',
  403: 'Ask an administrator for a role that includes this.',
  404: 'It may have been deleted, or the link is from another log.',
  409: '',
  413: '',
  429: 'Wait a moment, then try again.',
  503: 'The server is under pressure and refuses instead of dropping. Try again in a moment.',
};

/** What happened, whether anything was lost, what to do, and the request's id to copy. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const problem = error instanceof ApiError ? error.problem : null;
  const detail = problem?.detail || (error instanceof Error ? error.message : String(error));
  const next =
    NEXT_STEP[problem?.status ?? -1] ??
    'It did not work; what is recorded is not affected. Try again, or look at the server log.';
  return (
    <div className="note bad" role="alert">
      <Icon name="warning" />
      <div style={{ flex: 1, minWidth: 0 }}>
        <strong>{problem?.title ?? 'Something went wrong in the page'}</strong>
        {detail && detail !== problem?.title && <p>{detail}</p>}
        {next && <p className="soft">{next}</p>}
        {problem?.request_id && (
          <p className="small soft">
            Request <code>{problem.request_id}</code>{' '}
            <CopyButton text={problem.request_id} label="Copy the request id" />
          </p>
        )}
      </div>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

/** Where nothing is yet: what would stand here, and what brings it. */
export function Empty({
  title,
  children,
  actions,
  icon = 'empty',
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  icon?: IconName;
}) {
  return (
    <div className="empty">
      <Icon name={icon} size={20} />
      <h2>{title}</h2>
      <div className="prose">{children}</div>
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}

export function Skeleton({ width, height = 14 }: { width: number | string; height?: number }) {
  return <div className="skeleton" style={{ width, height }} aria-hidden="true" />;
}

/** Full lines of grey where text will stand, at the same height. */
export function SkeletonLines({ lines, label }: { lines: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} style={{ height: 28, display: 'flex', alignItems: 'center' }}>
          <Skeleton width={`${[62, 48, 71, 55, 40][line % 5]}%`} height={10} />
        </div>
      ))}
    </div>
  );
}

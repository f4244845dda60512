import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleDetail, RuleVersion } from '../api/types.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { lineDiff, withContext } from './line-diff.ts';
import { useRestoreRule, versionsQuery } from './queries.ts';

/** What was written and changed here; each version against the one before, to be taken back. */
export function Versions({ rule, mayWrite }: { rule: RuleDetail; mayWrite: boolean }) {
  const query = useQuery(versionsQuery(rule.id));
  const [shown, setShown] = useState<RuleVersion | null>(null);
  const items = query.data?.items ?? [];
  return (
    <section className="section" aria-label="Versions">
      <h2>Versions</h2>
      {query.isError && <ErrorNote error={query.error} />}
      {query.isPending && <SkeletonLines lines={2} label="Reading the versions" />}
      <ul className="versions">
        {items.map((version) => (
          <li key={version.version}>
            <span className="mono">{version.version}</span>
            <span className="truncate">
              {version.created_by}{' '}
              <span className="faint" title={version.created}>
                · {ago(version.created, Date.now())}
              </span>
            </span>
            <Button
              look="plain"
              onClick={() => setShown(version)}
              aria-label={`What version ${version.version} changed`}
            >
              What changed
            </Button>
          </li>
        ))}
      </ul>
      {shown && (
        <VersionDialog
          rule={rule}
          version={shown}
          before={items.find(({ version }) => version === shown.version - 1)}
          mayRestore={mayWrite && shown.version !== rule.version}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

interface VersionDialogProps {
  rule: RuleDetail;
  version: RuleVersion;
  before: RuleVersion | undefined;
  mayRestore: boolean;
  onClose: () => void;
}

function VersionDialog({ rule, version, before, mayRestore, onClose }: VersionDialogProps) {
  const restore = useRestoreRule(rule.id);
  return (
    <Modal
      open
      onClose={onClose}
      title={`Version ${version.version}`}
      about={`${version.created_by}, ${ago(version.created, Date.now())}`}
      className="wide"
    >
      <Diff before={wholeText(before)} after={wholeText(version)} />
      {restore.isError && <ErrorNote error={restore.error} />}
      <div className="actions">
        <Button onClick={onClose}>Close</Button>
        {mayRestore && (
          <Button
            look="primary"
            disabled={restore.isPending}
            onClick={() => restore.mutate(version.version, { onSuccess: onClose })}
          >
            Restore version {version.version}
          </Button>
        )}
      </div>
    </Modal>
  );
}

/** Text, fixtures and what is set about it, as one text to compare. */
function wholeText(version: RuleVersion | undefined): string {
  if (version === undefined) return '';
  const { text, fixtures, overlay } = version;
  const set = Object.keys(overlay).length === 0 ? '' : JSON.stringify(overlay, null, 2);
  const parts: [string, string | null][] = [
    ['', text],
    ['# Fixtures\n', fixtures],
    ['# Set here\n', set],
  ];
  return parts
    .flatMap(([head, part]) => (part === null || part === '' ? [] : [head + part.trimEnd()]))
    .join('\n\n');
}

function Diff({ before, after }: { before: string; after: string }) {
  const lines = withContext(lineDiff(before, after));
  if (lines.every((line) => line === null)) return <p className="prose">Nothing differs.</p>;
  return (
    <pre className="rule-diff" tabIndex={0} aria-label="What changed">
      {lines.map((line, at) =>
        line === null ? (
          <div key={at} className="faint">
            ⋯
          </div>
        ) : (
          <div key={at} data-kind={line.kind}>
            <span aria-hidden="true">{{ same: ' ', added: '+', removed: '−' }[line.kind]} </span>
            {line.kind === 'added' && <ins>{line.text}</ins>}
            {line.kind === 'removed' && <del>{line.text}</del>}
            {line.kind === 'same' && line.text}
          </div>
        ),
      )}
    </pre>
  );
}

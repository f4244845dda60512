import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { meQuery } from '../api/queries.ts';
import type { Alert, AlertAction, AlertVerdict } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { CodeView } from '../ui/code-editor.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { useSaveRule } from '../rules/queries.ts';
import { yamlLine } from '../rules/yaml-tokens.ts';
import { filterQuery } from './queries.ts';
import { VERDICTS, VERDICT_WORDS } from './words.ts';

interface ResolveProps {
  alerts: readonly Alert[];
  busy: boolean;
  onResolve: (asked: AlertAction) => Promise<void>;
  onClose: () => void;
}

/** An alert ends with a verdict: it is what tells a good rule from a noisy one. */
export function ResolveDialog({ alerts, busy, onResolve, onClose }: ResolveProps) {
  const [verdict, setVerdict] = useState<AlertVerdict | null>(null);
  const only = alerts.length === 1 ? alerts[0] : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (verdict === null) return;
    const note = formText(event.currentTarget, 'note');
    void onResolve({ action: 'resolve', verdict, ...(note === '' ? {} : { note }) });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={only ? `Resolve: ${only.rule.title}` : `Resolve ${alerts.length} alerts`}
    >
      <form onSubmit={submit}>
        <fieldset className="picks">
          <legend className="visually-hidden">Verdict</legend>
          {VERDICTS.map((each) => (
            <label key={each} className="pick" data-on={verdict === each || undefined}>
              <input
                type="radio"
                name="verdict"
                value={each}
                required
                checked={verdict === each}
                onChange={() => setVerdict(each)}
              />
              <span>
                <strong>{VERDICT_WORDS[each].name}</strong>
                <span className="soft"> {VERDICT_WORDS[each].about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {verdict === 'false_positive' && only && <ProposedFilter alert={only} />}
        <div className="field">
          <label htmlFor="note">
            Note <span className="faint">(optional)</span>
          </label>
          <textarea id="note" name="note" className="input" rows={3} maxLength={10_000} />
        </div>
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy || verdict === null}>
            Resolve {only ? 'the alert' : `${alerts.length} alerts`}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What would keep the rule from firing on this again, as a Sigma filter; kept on demand. */
function ProposedFilter({ alert }: { alert: Alert }) {
  const query = useQuery(filterQuery(alert.id));
  const me = useQuery(meQuery()).data;
  const save = useSaveRule(null);
  if (query.isError) return null;
  return (
    <section className="proposed" aria-label="Proposed filter">
      <div className="section-head">
        <h3>A filter that would have left this out</h3>
        {query.data && <CopyButton text={query.data.text} label="Copy the filter" />}
      </div>
      {query.isPending && <SkeletonLines lines={4} label="Reading the filter" />}
      {query.data && <CodeView text={query.data.text} label="Proposed filter" tokens={yamlLine} />}
      {save.isError && <ErrorNote error={save.error} />}
      {query.data && me?.permissions.includes('rules.write') && (
        <Button
          disabled={save.isPending || save.isSuccess}
          onClick={() => save.mutate({ text: query.data.text })}
        >
          {save.isSuccess ? 'The filter is in force' : 'Save the filter'}
        </Button>
      )}
    </section>
  );
}

import { verifyEvidence, type Check, type EvidenceResult } from '@acta/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { integrityQuery, proofQuery } from '../../api/queries.ts';
import type { LoggedEvent, ProofAnswer } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { rememberProof, type ProofState } from '../list/proof-tick.tsx';
import { CheckList } from './check-list.tsx';
import { checkShown } from './check-shown.ts';
import { KeyTrust } from './key-trust.tsx';
import { keyChanged, trustOnFirstUse, type Trusted } from './trust.ts';

interface Evidence {
  result: EvidenceResult;
  proof: ProofAnswer;
  trust: Trusted;
  changed: boolean;
}

interface Outcome extends Evidence {
  checks: Check[];
  holds: boolean;
}

/** Judged anew whenever what the page shows changes: the verdict is about what is read now. */
function outcomeOf(evidence: Evidence, shown: LoggedEvent): Outcome {
  const { result } = evidence;
  const last = checkShown(shown, result.event);
  const holds = result.verdict === 'verified' && last.ok === true;
  return { ...evidence, checks: [...result.checks, last], holds };
}

function stateOf({ holds, result }: Outcome): ProofState {
  if (!holds) return 'broken';
  return result.cosigned.length > 0 ? 'witnessed' : 'checked';
}

/** Fetches the evidence and checks all of it here, against the key that this browser trusts. */
export function ProofPanel({ event }: { event: LoggedEvent }) {
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: async (): Promise<Evidence> => {
      const integrity = await queries.fetchQuery({ ...integrityQuery(), staleTime: 0 });
      const proof = await queries.fetchQuery({ ...proofQuery(event.id), staleTime: 0 });
      const trust = trustOnFirstUse(integrity.vkeys, new Date());
      const result = await verifyEvidence(proof, { vkeys: trust.vkeys });
      return { result, proof, trust, changed: keyChanged(trust, integrity.vkeys) };
    },
  });
  const outcome = check.data ? outcomeOf(check.data, event) : null;
  const state = outcome && stateOf(outcome);
  useEffect(() => {
    if (state) rememberProof(event.id, state);
  }, [event.id, state]);
  return (
    <>
      {outcome === null && (
        <div className="reveal">
          <Icon name="integrity" size={20} />
          <p>
            This browser can prove that the event stands in the log as it was recorded, without
            trusting the server&apos;s word.
          </p>
          <p className="soft">
            It reads the leaf, its disclosures, the inclusion proof and the signed checkpoint, and
            checks each of them here. Reading a proof is recorded as <code>proof.read</code>.
          </p>
          <Button look="primary" disabled={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? 'Verifying…' : 'Verify in this browser'}
          </Button>
          {check.isError && <ErrorNote error={check.error} />}
        </div>
      )}
      {outcome !== null && (
        <>
          <Verdict outcome={outcome} />
          <CheckList checks={outcome.checks} />
          <KeyTrust trust={outcome.trust} changed={outcome.changed} />
          <ProofFacts outcome={outcome} />
          <Elsewhere id={event.id} trust={outcome.trust} />
          <Button icon="refresh" disabled={check.isPending} onClick={() => check.mutate()}>
            Verify again
          </Button>
        </>
      )}
    </>
  );
}

function Verdict({ outcome }: { outcome: Outcome }) {
  const { result, holds, proof } = outcome;
  if (holds) {
    return (
      <div className="note good" role="status" data-verdict="verified">
        <Icon name="integrity" />
        <div>
          <strong>Verified in this browser</strong>
          <p className="soft">
            Entry #{proof.index.toLocaleString('en')} of {result.origin}, under a checkpoint of{' '}
            {result.size?.toLocaleString('en')} entries.
          </p>
        </div>
      </div>
    );
  }
  return (
    <div className="note bad" role="alert" data-verdict="failed">
      <Icon name="warning" />
      <div>
        <strong>Does not verify</strong>
        <p>
          What the server sent is not what the log proves. Keep this page and the evidence, and
          verify with the command below from another machine before you rely on this event.
        </p>
      </div>
    </div>
  );
}

const TIER_WORDS: Record<string, string> = {
  logged: 'Signed by the log itself. Nobody outside has cosigned it yet.',
  timestamped: 'Signed by the log, with an outside time stamp.',
  witnessed: 'Cosigned by an outside witness.',
  quorum: 'Cosigned by a quorum of outside witnesses.',
  mirrored: 'Cosigned by a quorum of witnesses and mirrored outside.',
};

function ProofFacts({ outcome }: { outcome: Outcome }) {
  const { result, proof } = outcome;
  return (
    <section className="fields" aria-label="Checkpoint">
      <h3>Checkpoint</h3>
      <dl>
        {(
          [
            ['Tree size', result.size?.toLocaleString('en')],
            ['Root', result.root],
            ['Tier', `${proof.tier}. ${TIER_WORDS[proof.tier] ?? ''}`],
            ['Not disclosed', withheldText(proof)],
          ] as const
        ).map(([label, value]) => (
          <div key={label} className="field-row">
            <dt>{label}</dt>
            <dd className={label === 'Root' ? 'mono' : undefined}>
              <span className="field-value">{value ?? '—'}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function withheldText(proof: ProofAnswer): string {
  if (proof.withheld.length === 0) return 'nothing';
  return proof.withheld.map(({ group, why }) => `${group} (${why})`).join(', ');
}

/** The same check with a program of one's own. */
function Elsewhere({ id, trust }: { id: string; trust: Trusted }) {
  const command = [
    `acta export 'id:${id}' --format pack -o event.zip`,
    `acta verify --pack event.zip --vkey '${trust.vkeys[0] ?? ''}'`,
  ].join('\n');
  return (
    <section className="fields" aria-label="Verify elsewhere">
      <h3>Verify elsewhere</h3>
      <CopyLine text={command} label="Copy the commands" />
    </section>
  );
}

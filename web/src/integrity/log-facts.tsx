import type { Integrity, Tier } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { ago, fullTime } from '../lib/time.ts';
import { CopyButton } from '../ui/copy-button.tsx';

const TIERS: { tier: Tier; about: string }[] = [
  {
    tier: 'logged',
    about:
      'Every event is in a signed Merkle tree. A change, removal or reordering shows to whoever kept an older checkpoint. Whoever holds the key and the disk could still show two different logs to two readers: no outside witness cosigns yet.',
  },
  {
    tier: 'timestamped',
    about: 'Checkpoints carry an outside time stamp: the log can not be backdated unseen.',
  },
  {
    tier: 'witnessed',
    about: 'An outside witness cosigns: two different logs for two readers would be seen by it.',
  },
  { tier: 'quorum', about: 'A quorum of independent witnesses cosigns each checkpoint.' },
  { tier: 'mirrored', about: 'A quorum cosigns, and the tree is mirrored outside of this host.' },
];

export function LogFacts({ integrity }: { integrity: Integrity }) {
  return (
    <section className="section" aria-label="The log">
      <dl className="figures">
        <div className="figure">
          <dt>Entries</dt>
          <dd>{count(integrity.size)}</dd>
        </div>
        <div className="figure">
          <dt>Last checkpoint</dt>
          <dd title={integrity.checkpoint_time ?? undefined}>
            {integrity.checkpoint_time ? ago(integrity.checkpoint_time, Date.now()) : 'none yet'}
          </dd>
        </div>
        <Progress label="Searchable" value={integrity.indexed_through} size={integrity.size} />
        <Published integrity={integrity} />
      </dl>
      <dl className="facts">
        <dt>Origin</dt>
        <dd className="mono">{integrity.origin}</dd>
        <dt>Root</dt>
        <dd className="mono with-copy">
          {integrity.root}
          <CopyButton text={integrity.root} label="Copy the root" />
        </dd>
        <dt>Checkpoint</dt>
        <dd>
          <details>
            <summary>
              {integrity.checkpoint_time ? fullTime(integrity.checkpoint_time) : 'Signed note'}
            </summary>
            <pre className="checkpoint">{integrity.checkpoint}</pre>
          </details>
        </dd>
        <dt>Anchoring</dt>
        <dd>
          <TierLadder tier={integrity.tier} />
        </dd>
      </dl>
    </section>
  );
}

/** Files hold whole tiles: a rest that waits for its tile is no lag. */
function Published({ integrity }: { integrity: Integrity }) {
  const rest = Math.max(0, integrity.size - integrity.published_size);
  return (
    <div className="figure">
      <dt>Published as files</dt>
      <dd>
        {rest === 0 ? 'all' : count(integrity.published_size)}
        {rest > 0 && <span className="figure-note quiet">{count(rest)} in the next tile</span>}
      </dd>
      <Meter value={integrity.published_size} size={integrity.size} />
    </div>
  );
}

function Meter({ value, size }: { value: number; size: number }) {
  const share = size === 0 ? 1 : Math.min(1, value / size);
  return (
    <div className="meter" aria-hidden="true">
      <div style={{ width: `${share * 100}%` }} />
    </div>
  );
}

function Progress({ label, value, size }: { label: string; value: number; size: number }) {
  const behind = Math.max(0, size - value);
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>
        {behind === 0 ? 'all' : count(value)}
        <span className="figure-note">{behind === 0 ? '' : `${count(behind)} behind`}</span>
      </dd>
      <Meter value={value} size={size} />
    </div>
  );
}

/** Where the log stands between "signed by itself" and "held by many", said plainly. */
function TierLadder({ tier }: { tier: Tier }) {
  const reached = TIERS.findIndex((one) => one.tier === tier);
  return (
    <>
      <ol className="ladder" aria-label="Tiers, weakest first">
        {TIERS.map((one, place) => (
          <li
            key={one.tier}
            data-reached={place <= reached || undefined}
            aria-current={place === reached ? 'step' : undefined}
          >
            {one.tier}
          </li>
        ))}
      </ol>
      <p className="prose ladder-about">{TIERS[reached]?.about}</p>
    </>
  );
}

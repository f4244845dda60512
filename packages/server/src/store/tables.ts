// The rows of control.db as SQLite holds them; repositories turn them into the project's types.
import type { Generated, GeneratedAlways } from 'kysely';

export interface Tables {
  settings: { key: string; value: string; updated: string };
  sources: {
    id: string;
    type: string;
    name: string;
    created: string;
    paused: number;
    settings: string;
    secrets: Uint8Array;
  };
  source_health: { source: string; state: string };
  cursors: { source: string; name: string; cursor: string; updated: string };
  reconciliations: { id: string; source: string; created: string; status: string; job: string };
  keys: {
    id: string;
    name: string;
    role: string;
    scope: string | null;
    source: string | null;
    masks: string | null;
    hash: Uint8Array;
    created: string;
    created_by: string;
    expires: string | null;
    last_used: string | null;
    revoked: string | null;
  };
  sessions: {
    hash: Uint8Array;
    principal: string;
    key: string | null;
    created: string;
    seen: string;
    ends: string;
  };
  sign_in_links: {
    hash: Uint8Array;
    name: string;
    role: string;
    created: string;
    ends: string;
    used: string | null;
  };
  quarantine: {
    id: string;
    source: string;
    received: string;
    reason: string;
    detail: string;
    bytes: number;
    state: string;
    headers: string;
    extra: string;
  };
  coverage_progress: { one: number; through: number; alive: number };
  coverage_down: { began: number; ended: number; told: number };
  coverage_settings: { source: string; settings: string };
  coverage_states: { source: string; state: string };
  coverage_hours: { source: string; hour: number; events: number; slots: number };
  coverage_days: { source: string; day: string; state: string; events: number; event: string };
  mapping_versions: {
    source: string;
    version: number;
    created: string;
    created_by: string;
    note: string;
    documents: string;
  };
  source_revisions: { source: string; revision: number; fingerprint: string; created: string };
  renormalisations: { id: string; source: string; created: string; job: string };
  exports: { id: string; created: string; created_by: string; status: string; job: string };
  verifications: {
    id: string;
    state: string;
    started: string;
    finished: string | null;
    size: number;
    checked: number;
    findings: string;
  };
  alerts: {
    id: string;
    fingerprint: string;
    rule: string;
    level: string;
    status: string;
    actor: string | null;
    raised: string;
    updated: string;
    alert: string;
    target: GeneratedAlways<string | null>;
    quiet: GeneratedAlways<string | null>;
    last: GeneratedAlways<string>;
    /** Level and `last`: sorts the heaviest and newest last. */
    by_level: GeneratedAlways<string>;
    /** What it adds to the risk of its actor and target. */
    points: GeneratedAlways<number>;
  };
  alert_findings: { key: string; alert: string };
  alert_steps: { alert: string; number: number; step: string };
  silences: { id: string; ends: string; silence: string };
  sinks: {
    id: string;
    kind: string;
    name: string;
    created: string;
    enabled: number;
    problem: string | null;
    per_minute: number;
    fold_s: number;
    settings: string;
    secrets: Uint8Array;
  };
  alert_routes: {
    id: string;
    name: string;
    position: number;
    enabled: number;
    match: string;
    sinks: string;
  };
  deliveries: {
    number: Generated<number>;
    id: string;
    sink: string;
    alert: string | null;
    what: string;
    state: string;
    created: string;
    due: string | null;
    begun: string | null;
    attempts: number;
    tries: number;
    delivered: string | null;
    status: number | null;
    answer: string | null;
    message: string;
  };
  delivery_attempts: {
    delivery: string;
    number: number;
    at: string;
    outcome: string;
    status: number | null;
    answer: string;
    latency_ms: number;
  };
  sink_references: { sink: string; alert: string; reference: string };
  rule_replays: { id: string; created: string; status: string; replay: string };
  rules: {
    id: string;
    text: string | null;
    overlay: string;
    version: number;
    updated: string;
    fixtures: string | null;
  };
  rule_versions: {
    rule: string;
    version: number;
    created: string;
    created_by: string;
    text: string | null;
    overlay: string;
    fixtures: string | null;
  };
}

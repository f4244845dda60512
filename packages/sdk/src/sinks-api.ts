// Sinks of alerts, the ledger of what was delivered to them, and the routes that choose them, as
// the API answers them.
import type { AlertLevel } from './alerts-api.ts';

export type SinkKindName =
  | 'webhook'
  | 'slack'
  | 'teams'
  | 'pagerduty'
  | 'email'
  | 'jira'
  | 'alertmanager'
  | 'syslog';

/** A field of the form that sets a sink up. */
export interface SinkSetting {
  name: string;
  title: string;
  /** Values of kind `secret` are written and never read. */
  kind: 'text' | 'secret' | 'flag' | 'choice';
  required: boolean;
  /** When it is wanted, where it is neither always nor at will. */
  when?: string;
  /** One sentence: what to write, and where it is found. */
  hint: string;
  choices?: string[];
  default?: string | boolean;
}

/** `GET /v1/sink-kinds`. */
export interface SinkKind {
  kind: SinkKindName;
  title: string;
  summary: string;
  settings: SinkSetting[];
  /** Messages a minute, and the least seconds between two messages of one alert that only count. */
  defaults: { per_minute: number; fold_s: number };
}

export interface SinkHealth {
  /** `disabled` by a person, or by the receiver's 410 (then `problem` says so). */
  state: 'new' | 'healthy' | 'throttled' | 'failing' | 'disabled';
  /** What the last failed attempt said, while it fails. */
  problem: string | null;
  last_delivered: string | null;
  pending: number;
  /** Dead letters. */
  failed: number;
}

export interface Sink {
  id: string;
  kind: SinkKindName;
  name: string;
  created: string;
  enabled: boolean;
  /** Without secrets. */
  settings: Record<string, string | boolean>;
  /** Names of the secret settings that are set. */
  secrets: string[];
  /** ed25519 key of a webhook that signs with one (`whpk_…`): receivers check with it. */
  public_key: string | null;
  /** Where the product sends what people do there; null where the kind has no way back. */
  answer_url: string | null;
  per_minute: number;
  fold_s: number;
  health: SinkHealth;
}

/** A signing secret that Acta made is shown this once. */
export interface SinkCreated extends Sink {
  secret: string | null;
}

export interface SinkInput {
  kind: SinkKindName;
  name: string;
  settings: Record<string, string | boolean>;
  enabled?: boolean;
  per_minute?: number;
  fold_s?: number;
}

/** An empty text takes a setting away. */
export type SinkChange = Partial<Pick<SinkInput, 'settings' | 'enabled' | 'per_minute' | 'fold_s'>>;

/** What a message is about. */
export type SinkNotice =
  | 'alert.raised'
  | 'alert.folded'
  | 'alert.acknowledged'
  | 'alert.started'
  | 'alert.assigned'
  | 'alert.noted'
  | 'alert.resolved'
  | 'alert.reopened'
  | 'sink.tested';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

export interface SinkDelivery {
  /** Also the `webhook-id`; the same over all attempts. */
  id: string;
  sink: string;
  /** Null for a test. */
  alert: string | null;
  what: SinkNotice;
  title: string;
  level: AlertLevel;
  state: DeliveryState;
  created: string;
  /** When it is tried next; null once it is delivered or failed. */
  due: string | null;
  attempts: number;
  delivered: string | null;
  /** Of the last attempt. */
  status: number | null;
  answer: string | null;
}

export interface SinkAttempt {
  at: string;
  outcome: 'delivered' | 'failed';
  /** HTTP or SMTP status, where there was one. */
  status: number | null;
  /** What the receiver said or what went wrong, shortened, without secrets. */
  answer: string;
  latency_ms: number;
}

export interface SinkDeliveryDetail extends SinkDelivery {
  tries: SinkAttempt[];
}

/** `POST /v1/sinks/{name}/test`. */
export interface SinkTested {
  delivered: boolean;
  status: number | null;
  answer: string;
  latency_ms: number;
  delivery: string;
  /** Messages lead to the alert in the page: `public_url` is set. */
  linked: boolean;
}

/** Hours of the week in a time zone. `to` below `from` reaches into the next day. */
export interface RouteHours {
  /** 1 is Monday, 7 Sunday. */
  days: number[];
  /** `HH:MM`, inclusive. */
  from: string;
  /** `HH:MM`, exclusive; `24:00` is the end of the day. */
  to: string;
  /** IANA, such as `Europe/Berlin`. */
  zone: string;
}

/** All that is named must agree; a route that names nothing takes every alert. */
export interface RouteMatch {
  /** This level or one above it. */
  level?: AlertLevel;
  /** One of them; `*` at the end stands for any rest. */
  rules?: string[];
  sources?: string[];
  /** The rule has one of them; `*` at the end stands for any rest. */
  tags?: string[];
  /** Values of what the alert is about, by field of its group. */
  labels?: Record<string, string>;
  hours?: RouteHours;
  /** Also what was found in imported history, which is told nobody else. */
  historical?: boolean;
}

/** Which alerts are told where. All routes that match count; see `AlertRoutes`. */
export interface AlertRoute {
  id: string;
  name: string;
  /** Ascending; only for people, since all that match count. */
  position: number;
  enabled: boolean;
  match: RouteMatch;
  /** Names of sinks; none: nobody is told. */
  sinks: string[];
}

export type AlertRouteInput = Pick<AlertRoute, 'name' | 'match' | 'sinks'> &
  Partial<Pick<AlertRoute, 'position' | 'enabled'>>;

/** `GET /v1/routes`. `otherwise` takes what no route matches. */
export interface AlertRoutes {
  items: AlertRoute[];
  otherwise: { match: RouteMatch; sinks: 'all' };
}

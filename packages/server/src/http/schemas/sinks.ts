// Sinks of alerts, their ledger and the routes to them as the API has them.
import { z } from 'zod';
import { level } from './alerts.ts';
import { count, cursorParameter, limitParameter, named, time } from './parts.ts';
import { sourceName } from './resources.ts';

const kind = z.enum([
  'webhook',
  'slack',
  'teams',
  'pagerduty',
  'email',
  'jira',
  'alertmanager',
  'syslog',
]);
const deliveryState = z.enum(['pending', 'delivered', 'failed']);
const notice = z.enum([
  'alert.raised',
  'alert.folded',
  'alert.acknowledged',
  'alert.started',
  'alert.assigned',
  'alert.noted',
  'alert.resolved',
  'alert.reopened',
  'sink.tested',
]);
const perMinute = z.number().int().min(1).max(6_000).describe('Messages a minute at most');
const foldSeconds = z
  .number()
  .int()
  .min(60)
  .max(86_400)
  .describe('Least seconds between two messages of one alert that only say that it goes on');
const value = z.union([z.string(), z.boolean()]);
const settings = z
  .record(z.string().max(64), z.union([z.string().max(8_192), z.boolean()]))
  .describe('See /v1/sink-kinds; an empty text takes a setting away');

export const sinkKind = named(
  'SinkKind',
  z.object({
    kind,
    title: z.string(),
    summary: z.string(),
    settings: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        kind: z.enum(['text', 'secret', 'flag', 'choice']),
        required: z.boolean(),
        when: z.string().optional().describe('When it is wanted, if not always or at will'),
        hint: z.string(),
        choices: z.array(z.string()).optional(),
        default: value.optional(),
      }),
    ),
    defaults: z.object({ per_minute: perMinute, fold_s: foldSeconds }),
  }),
);

const sinkFields = {
  id: z.string(),
  kind,
  name: z.string(),
  created: time,
  enabled: z.boolean(),
  settings: z.record(z.string(), value).describe('Without secrets'),
  secrets: z.array(z.string()).describe('Names of the secret settings that are set'),
  public_key: z.string().nullable().describe('ed25519 key that receivers check with'),
  answer_url: z.string().nullable().describe('Where the product tells back what people do there'),
  per_minute: perMinute,
  fold_s: foldSeconds,
  health: z.object({
    state: z.enum(['new', 'healthy', 'throttled', 'failing', 'disabled']),
    problem: z.string().nullable(),
    last_delivered: time.nullable(),
    pending: count,
    failed: count.describe('Dead letters'),
  }),
};

export const sink = named('Sink', z.object(sinkFields));
export const sinkCreated = named(
  'SinkCreated',
  z.object({
    ...sinkFields,
    secret: z.string().nullable().describe('A signing secret that was made; shown this once'),
  }),
);
export const newSink = z.strictObject({
  kind,
  name: sourceName,
  settings: settings.default({}),
  enabled: z.boolean().optional(),
  per_minute: perMinute.optional(),
  fold_s: foldSeconds.optional(),
});
export const sinkChange = z.strictObject({
  settings: settings.optional(),
  enabled: z.boolean().optional(),
  per_minute: perMinute.optional(),
  fold_s: foldSeconds.optional(),
});
export const sinkTested = named(
  'SinkTested',
  z.object({
    delivered: z.boolean(),
    status: z.number().int().nullable(),
    answer: z.string(),
    latency_ms: count,
    delivery: z.string(),
    linked: z.boolean().describe('Messages lead to the alert in the page: `public_url` is set'),
  }),
);

const deliveryFields = {
  id: z.string().describe('The same over all attempts; the webhook-id of webhooks'),
  sink: z.string(),
  alert: z.string().nullable(),
  what: notice,
  title: z.string(),
  level,
  state: deliveryState,
  created: time,
  due: time.nullable(),
  attempts: count,
  delivered: time.nullable(),
  status: z.number().int().nullable(),
  answer: z.string().nullable(),
};
export const delivery = named('SinkDelivery', z.object(deliveryFields));
export const deliveryDetail = named(
  'SinkDeliveryDetail',
  z.object({
    ...deliveryFields,
    tries: z.array(
      z.object({
        at: time,
        outcome: z.enum(['delivered', 'failed']),
        status: z.number().int().nullable(),
        answer: z.string(),
        latency_ms: count,
      }),
    ),
  }),
);
export const deliveriesParameters = z.object({
  state: deliveryState.optional(),
  alert: z.string().max(128).optional(),
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});
export const deliveryParameter = z.object({
  name: z.string().min(1).max(128),
  id: z.string().min(1).max(128),
});
export const replayed = z.object({ replayed: count });

const list = (chars: number) => z.array(z.string().min(1).max(chars)).min(1).max(200);
const clockTime = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is no HH:MM');
const routeMatch = z.strictObject({
  level: level.optional().describe('This one or above'),
  rules: list(256).optional().describe('One of them; * at the end stands for any rest'),
  sources: list(128).optional(),
  tags: list(256).optional().describe('One of them; * at the end stands for any rest'),
  labels: z
    .record(z.string().max(256), z.string().max(1_024))
    .optional()
    .describe('Values of what the alert is about, by field of its group'),
  hours: z
    .strictObject({
      days: z.array(z.number().int().min(1).max(7)).min(1).max(7).describe('1 is Monday'),
      from: clockTime,
      to: clockTime.describe('Below `from`: on the next day'),
      zone: z.string().max(64).describe('IANA, such as Europe/Berlin'),
    })
    .optional(),
  historical: z.boolean().optional().describe('Also what was found in imported history'),
});
export const alertRoute = named(
  'AlertRoute',
  z.object({
    id: z.string(),
    name: z.string(),
    position: z.number().int(),
    enabled: z.boolean(),
    match: routeMatch,
    sinks: z.array(z.string()),
  }),
);
export const alertRoutesAnswer = named(
  'AlertRoutes',
  z.object({
    items: z.array(alertRoute),
    otherwise: z
      .object({ match: routeMatch, sinks: z.literal('all') })
      .describe('Holds where no route matches'),
  }),
);
const routeFields = {
  match: routeMatch,
  sinks: z.array(z.string().max(128)).max(100).describe('Names of sinks; none: nobody is told'),
  position: z.number().int().min(0).max(1_000_000).optional(),
  enabled: z.boolean().optional(),
};
export const newRoute = z.strictObject({ name: sourceName, ...routeFields });
export const routeChange = z.strictObject({
  match: routeMatch.optional(),
  sinks: routeFields.sinks.optional(),
  position: routeFields.position,
  enabled: routeFields.enabled,
});

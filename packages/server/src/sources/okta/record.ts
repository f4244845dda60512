// One record of Okta's System Log (LogEvent), as the API, event hooks and log streams share it.
import { catalogue, type Outcome } from '@acta/event';
import { labelsOf } from '../event-parts.ts';
import {
  at,
  entryOf,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { ticketIn } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { oktaAction, oktaCategory } from './actions/index.ts';
import { oktaActor } from './actor.ts';
import { oktaTargets } from './targets.ts';

/** Some exporters write the names of members in lower case. */
export function field(record: unknown, name: string): Json | undefined {
  return at(record, name) ?? at(record, name.toLowerCase());
}

/**
 * The event of a record. `organization` stands for the target of what names none. Throws
 * `NotNormalizable` without an `eventType`.
 */
export function oktaEvent(record: JsonObject, organization: string): ListedEvent {
  const native = text(field(record, 'eventType'));
  if (native === undefined) {
    throw new NotNormalizable('event_type_missing', 'The record has no `eventType`.');
  }
  const mapped = oktaAction(native);
  const actor = oktaActor(record);
  const outcome = outcomeOf(record);
  const action = endedAs(mapped, outcome) ?? `${oktaCategory(native)}.other`;
  const { target, targets } = oktaTargets(record, action, actor, organization);
  const reason = longText(at(record, 'outcome.reason'));
  const event = present({
    time: timeOf(record['published']),
    action,
    native,
    outcome: judged(outcome, catalogue.get(action)?.outcome),
    actor,
    target,
    targets,
    context: contextOf(record),
    changes: changesOf(record),
    why: present({ reason, ticket: ticketIn(reason) }),
    labels: labelsOfRecord(record),
  }) as EventBody;
  return { event, unmapped: mapped === undefined, id: text(record['uuid']) };
}

/** Sign-ins that were refused are not sign-ins. */
function endedAs(action: string | undefined, outcome: Outcome): string | undefined {
  const failed = outcome === 'failure' || outcome === 'denied';
  return action === 'user.signed_in' && failed ? 'user.sign_in_failed' : action;
}

const results: Readonly<Record<string, Outcome>> = {
  SUCCESS: 'success',
  ALLOW: 'success',
  FAILURE: 'failure',
  DENY: 'denied',
  RATE_LIMIT: 'denied',
  ABANDONED: 'failure',
  UNANSWERED: 'failure',
};

function outcomeOf(record: JsonObject): Outcome {
  const result = firstText(record, 'outcome.result') ?? '';
  const outcome = Object.hasOwn(results, result) ? (results[result] as Outcome) : 'unknown';
  const reason = firstText(record, 'outcome.reason') ?? '';
  return outcome === 'failure' && /access.?denied|not.?authorized|by policy/i.test(reason)
    ? 'denied'
    : outcome;
}

/** What the action's own word says, where the record says less. */
function judged(outcome: Outcome, word: Outcome | undefined): Outcome {
  if (outcome === 'unknown') return word ?? outcome;
  return outcome === 'failure' && word === 'denied' ? 'denied' : outcome;
}

function contextOf(record: JsonObject): EventBody['context'] {
  const client = object(record['client']);
  const place = object(field(client, 'geographicalContext'));
  const security = object(field(record, 'securityContext'));
  const debug = debugOf(record);
  const chain = object(list(at(record, 'request.ipChain'))[0]);
  return present({
    ip: text(field(client, 'ipAddress')) ?? text(chain?.['ip']),
    geo: present({
      country: text(place?.['country']),
      region: text(place?.['state']),
      city: text(place?.['city']),
      asn: text(field(security, 'asNumber')),
      organization: text(field(security, 'asOrg')),
    }),
    user_agent: longText(at(field(client, 'userAgent'), 'rawUserAgent')),
    session:
      text(at(field(record, 'authenticationContext'), 'externalSessionId')) ??
      text(at(field(record, 'authenticationContext'), 'rootSessionId')),
    request: present({
      path: longText(debug?.['requestUri'] ?? debug?.['url']),
      id: text(debug?.['requestId']) ?? firstText(record, 'transaction.id'),
    }),
  });
}

function debugOf(record: JsonObject): JsonObject | undefined {
  return object(field(object(field(record, 'debugContext')), 'debugData'));
}

/** What the targets say of before and after, and which attributes or privileges changed. */
function changesOf(record: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const target of list(record['target'])) {
    const details = object(at(target, 'changeDetails'));
    const from = object(details?.['from']) ?? {};
    const to = object(details?.['to']) ?? {};
    for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
      changes.push(change(name, entryOf(from, name), entryOf(to, name)));
    }
  }
  const debug = debugOf(record);
  if (changes.length === 0 && debug !== undefined) {
    const granted = text(debug['privilegeGranted']);
    const revoked = text(debug['privilegeRevoked']);
    if (granted !== undefined) changes.push(change('privilege', undefined, granted));
    if (revoked !== undefined) changes.push(change('privilege', revoked, undefined));
    for (const name of (text(debug['changedAttributes']) ?? '').split(',')) {
      if (name.trim() !== '') changes.push(change(name.trim(), undefined, undefined));
    }
  }
  return changesOrNone(changes);
}

function labelsOfRecord(record: JsonObject): EventBody['labels'] {
  const debug = debugOf(record);
  const zone = firstText(record, 'client.zone');
  return labelsOf({
    behaviors: debug?.['behaviors'],
    factor: debug?.['factor'],
    proxy: at(field(record, 'securityContext'), 'isProxy') === true ? true : undefined,
    risk: at(debug, 'risk') ?? at(debug, 'logOnlySecurityData'),
    threat_suspected: debug?.['threatSuspected'],
    zone: zone === 'null' ? undefined : zone,
  });
}

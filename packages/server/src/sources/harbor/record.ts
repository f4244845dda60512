// Webhooks of Harbor, in its own format and as CloudEvents.
import type { Outcome } from '@acta/event';
import { digestOf, labelsOf, thing, type Target } from '../event-parts.ts';
import { imageTarget } from '../image-target.ts';
import { actorNamed } from '../naming.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

/** Both spellings of each type. */
const actions: Readonly<Record<string, string>> = {
  PUSH_ARTIFACT: 'image.pushed',
  'harbor.artifact.pushed': 'image.pushed',
  PULL_ARTIFACT: 'image.pulled',
  'harbor.artifact.pulled': 'image.pulled',
  DELETE_ARTIFACT: 'image.deleted',
  'harbor.artifact.deleted': 'image.deleted',
  SCANNING_COMPLETED: 'image.scanned',
  'harbor.scan.completed': 'image.scanned',
  SCANNING_FAILED: 'image.scan_failed',
  'harbor.scan.failed': 'image.scan_failed',
  SCANNING_STOPPED: 'image.scan_failed',
  'harbor.scan.stopped': 'image.scan_failed',
  QUOTA_EXCEED: 'registry.quota_exceeded',
  'harbor.quota.exceeded': 'registry.quota_exceeded',
  QUOTA_WARNING: 'registry.quota_neared',
  'harbor.quota.warned': 'registry.quota_neared',
  REPLICATION: 'image.replicated',
  'harbor.replication.status.changed': 'image.replicated',
  TAG_RETENTION: 'retention.executed',
  'harbor.tag_retention.finished': 'retention.executed',
  UPLOAD_CHART: 'chart.pushed',
  DOWNLOAD_CHART: 'chart.pulled',
  DELETE_CHART: 'chart.deleted',
};

export const harborActions: readonly string[] = [...new Set(Object.values(actions))];

/** What Harbor does by itself. */
const machines = new Set(['auto', 'manual', 'harbor-jobservice', 'scheduled', 'event_based']);

/** Events of a webhook: one for each artifact that it names. */
export function harborEvents(record: JsonObject): ListedEvent[] {
  const native = text(record['type']);
  if (native === undefined) throw new NotNormalizable('type_missing', 'The webhook has no `type`.');
  const data = object(record['event_data'] ?? record['data']) ?? {};
  const id = text(record['id']);
  const resources = list(data['resources']);
  const parts = resources.length === 0 ? [undefined] : resources.slice(0, 256);
  return parts.map((resource, place) => {
    const { event, unmapped } = eventOf(record, native, data, resource);
    return { event, unmapped, id: id === undefined || place === 0 ? id : `${id}:${place}` };
  });
}

function eventOf(
  record: JsonObject,
  native: string,
  data: JsonObject,
  resource: Json | undefined,
): ListedEvent {
  const action = Object.hasOwn(actions, native) ? actions[native] : undefined;
  const url = firstText(resource, 'resource_url');
  const host = url?.includes('/') === true ? url.slice(0, url.indexOf('/')) : undefined;
  const tag = firstText(resource, 'tag');
  const event = present({
    time: timeOf(record['occur_at'] ?? record['time']),
    action: action ?? 'artifact.other',
    native,
    outcome: outcomeOf(native, action, data),
    actor: actorOf(record),
    target:
      imageTarget(host, firstText(data, 'repository.repo_full_name'), tag) ?? wholeTarget(data),
    context: present({ request: present({ id: firstText(record, 'requestid') }) }),
    pipeline: present({
      stage: 'package',
      artifact: digestOf(at(resource, 'digest')),
      version: tag?.startsWith('sha256:') === true ? undefined : tag,
    }),
    why: present({ reason: longText(at(data, 'custom_attributes.Details')) }),
    labels: labelsOf({ severity: scanSeverity(resource), policy: record['source'] }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

function actorOf(record: JsonObject): EventBody['actor'] {
  const operator = text(record['operator']);
  if (operator === undefined) return actorNamed('unknown', undefined);
  if (machines.has(operator.toLowerCase())) {
    // `MANUAL` says how it began, not who began it.
    return operator.toLowerCase() === 'manual'
      ? actorNamed('unknown', undefined)
      : actorNamed('service', `harbor:${operator}`, { name: operator });
  }
  return actorNamed(
    operator.startsWith('robot$') ? 'service_account' : 'user',
    `harbor:${operator}`,
    {
      name: operator,
    },
  );
}

function wholeTarget(data: JsonObject): Target {
  const project = firstText(data, 'retention.project_name', 'replication.dest_resource.namespace');
  return thing('project', `harbor:${project ?? 'harbor'}`, project ?? 'harbor') as Target;
}

function outcomeOf(native: string, action: string | undefined, data: JsonObject): Outcome {
  if (action === 'image.scan_failed') return 'failure';
  if (action === 'registry.quota_exceeded') return 'denied';
  const status = firstText(data, 'replication.job_status', 'retention.result');
  if (status === undefined) return 'success';
  return /^success$/i.test(status)
    ? 'success'
    : /fail|error|stop/i.test(status)
      ? 'failure'
      : 'unknown';
}

function scanSeverity(resource: Json | undefined): Json | undefined {
  const overview = object(at(resource, 'scan_overview'));
  return overview === undefined ? undefined : at(Object.values(overview)[0], 'severity');
}

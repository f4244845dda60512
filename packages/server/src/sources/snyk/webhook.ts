// Snyk's webhooks: `project_snapshot` says what a test of a project found anew and what is gone.
// One delivery gives the test and an event for each such issue. They name nobody.
import { listTexts } from '../envelope.ts';
import { labelsOf, thing, unknownActor, unknownTarget, type Target } from '../event-parts.ts';
import { fullRef } from '../names.ts';
import { at, firstText, list, longText, object, present, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { keptHeaders, parseObject } from '../records.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';

const issuesMax = 2_000;
const meaningful = ['x-snyk-event', 'x-snyk-timestamp', 'x-snyk-transport-id'];

/** Whether a body is one of a webhook. */
export function isWebhook(record: JsonObject): boolean {
  return (
    object(record['project']) !== undefined ||
    record['newIssues'] !== undefined ||
    (record['webhookId'] !== undefined && record['event'] === undefined)
  );
}

/** The events of a webhook, by the header that names it, or by its body where it has none. */
export function webhookEvents(
  record: JsonObject,
  raw: string,
  headers: Readonly<Record<string, string>>,
): ListedEvent[] {
  const ping = record['webhookId'] !== undefined && record['project'] === undefined;
  const native = firstText(headers, 'x-snyk-event') ?? (ping ? 'ping' : 'project_snapshot');
  const kind = native.split('/')[0];
  const id = firstText(headers, 'x-snyk-transport-id');
  const common = {
    time: timeOf(headers['x-snyk-timestamp']),
    native,
    outcome: 'success' as const,
    actor: unknownActor,
    context: present({ request: present({ headers: keptHeaders(headers, meaningful) }) }),
  };
  const eventOf = (action: string, more: object): ListedEvent => ({
    event: present({ ...common, action, ...more }) as EventBody,
    unmapped: action === 'policy.other',
    id,
  });
  if (kind === 'ping') {
    const hook = firstText(record, 'webhookId');
    const target = thing('webhook', hook && `snyk:${hook}`) ?? unknownTarget;
    return [eventOf('webhook.pinged', { target })];
  }
  const target = projectOf(record) ?? unknownTarget;
  const pipeline = pipelineOf(record);
  if (kind !== 'project_snapshot') return [eventOf('policy.other', { target, pipeline })];
  const issuesOf = (action: string, member: string) =>
    (listTexts(raw, member) ?? []).slice(0, issuesMax).map((text): ListedEvent => {
      const issue = parseObject(text);
      const own = firstText(issue, 'id');
      const more = { ...issueParts(issue, target), pipeline };
      const known = id === undefined || own === undefined ? undefined : `${id}:${member}:${own}`;
      return Object.assign(eventOf(action, more), { raw: text, id: known });
    });
  return [
    eventOf('scan.completed', { target, pipeline, ...testParts(record) }),
    ...issuesOf('vulnerability_alert.created', 'newIssues'),
    ...issuesOf('vulnerability_alert.resolved', 'removedIssues'),
  ];
}

function projectOf(record: JsonObject): Target | undefined {
  const part = (type: string, member: string, parent?: Target) => {
    const id = firstText(record, `${member}.id`);
    return thing(type, id && `snyk:${id}`, firstText(record, `${member}.name`), parent);
  };
  const organization = part('organization', 'org', part('group', 'group'));
  return part('project', 'project', organization) ?? organization;
}

/** The branch, of projects that are read from a repository. */
function pipelineOf(record: JsonObject): EventBody['pipeline'] {
  const origin = firstText(record, 'project.origin') ?? '';
  const branch = /^(?:github|gitlab|bitbucket|azure-repos)/.test(origin)
    ? firstText(record, 'project.branch', 'project.targetReference')
    : undefined;
  return present({ stage: 'test', ref: fullRef(branch) });
}

function testParts(record: JsonObject): object {
  return {
    why: present({ link: longText(at(record, 'project.browseUrl')) }),
    labels: labelsOf({
      new_issues: list(record['newIssues']).length,
      removed_issues: list(record['removedIssues']).length,
      origin: at(record, 'project.origin'),
      project_type: at(record, 'project.type'),
      critical: at(record, 'project.issueCountsBySeverity.critical'),
      high: at(record, 'project.issueCountsBySeverity.high'),
    }),
  };
}

function issueParts(issue: JsonObject, project: Target): object {
  const id = firstText(issue, 'id', 'issueData.id');
  const title = firstText(issue, 'issueData.title');
  const name = firstText(issue, 'pkgName');
  return {
    target: thing('vulnerability', id && `snyk:${id}`, title ?? id, project) ?? project,
    why: present({
      reason: longText([title, name && `in ${name}`].filter(Boolean).join(' ')),
      link: longText(at(issue, 'issueData.url')),
    }),
    labels: labelsOf({
      severity: at(issue, 'issueData.severity'),
      issue_type: at(issue, 'issueType'),
      package: name,
      version: list(issue['pkgVersions'])[0],
      cve: list(at(issue, 'issueData.identifiers.CVE'))[0],
    }),
  };
}

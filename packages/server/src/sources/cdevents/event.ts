// A CDEvent as an event of `POST /v1/events`: the sender's claim, checked like any other
// afterwards.
import {
  at,
  firstText,
  longText,
  object,
  present,
  text,
  type JsonObject,
  entryOf,
} from '../reader.ts';
import { timeOf } from '../time-text.ts';
import { cdeventsType } from './actions.ts';

const outcomes: Readonly<Record<string, string>> = {
  success: 'success',
  pass: 'success',
  failure: 'failure',
  fail: 'failure',
  error: 'failure',
  cancel: 'unknown',
};
const stages: Readonly<Record<string, string>> = {
  change: 'review',
  repository: 'source',
  branch: 'source',
  build: 'build',
  pipelinerun: 'build',
  taskrun: 'build',
  testcaserun: 'test',
  testsuiterun: 'test',
  artifact: 'package',
  service: 'deploy',
  environment: 'deploy',
};

/** The members of a sent event for a CDEvents payload, or undefined where it is none. */
export function sentCdevent(data: unknown): JsonObject | undefined {
  const payload = object(data);
  const type = text(at(payload, 'context.type'));
  const known = type === undefined ? undefined : cdeventsType(type);
  if (payload === undefined || known === undefined || object(payload['subject']) === undefined) {
    return undefined;
  }
  const content = object(at(payload, 'subject.content')) ?? {};
  const outcome = firstText(content, 'outcome');
  const who = firstText(
    content,
    'user',
    'triggeredBy',
    'submittedBy',
    'creator',
    'updatedBy',
    'resolvedBy',
  );
  const origin = firstText(payload, 'context.source') ?? 'unknown';
  return present({
    action: known.action ?? type,
    category: known.action === undefined ? 'pipeline' : undefined,
    native: type,
    time: timeOf(at(payload, 'context.timestamp')),
    outcome: outcome === undefined ? undefined : (entryOf(outcomes, outcome) ?? 'unknown'),
    actor: who === undefined ? { type: 'service', id: origin } : { type: 'user', id: who },
    target: targetOf(payload, known.subject),
    pipeline: pipelineOf(payload, content, known.subject),
    why: present({
      reason:
        longText(content['errors']) ??
        longText(content['description']) ??
        longText(content['summary']),
      link: firstText(content, 'uri', 'url'),
      ticket:
        firstText(content, 'ticketURI') ??
        (known.subject === 'ticket' ? subjectId(payload) : undefined),
    }),
    labels: present({ chain: firstText(payload, 'context.chainId') }),
  }) as JsonObject;
}

function subjectId(payload: JsonObject): string | undefined {
  return firstText(payload, 'subject.id');
}

function targetOf(payload: JsonObject, subject: string): JsonObject {
  const id = subjectId(payload) ?? 'unknown';
  const name = firstText(
    payload,
    'subject.content.name',
    'subject.content.pipelineName',
    'subject.content.taskName',
    'subject.content.testCase.name',
    'subject.content.testSuite.name',
  );
  const repository = firstText(payload, 'subject.content.repository.id');
  const environment = firstText(payload, 'subject.content.environment.id');
  return present({
    type: subject,
    id,
    name: name ?? id,
    environment,
    parent:
      repository === undefined
        ? undefined
        : { type: 'repository', id: repository, name: repository },
  }) as JsonObject;
}

function pipelineOf(
  payload: JsonObject,
  content: JsonObject,
  subject: string,
): JsonObject | undefined {
  const id = subjectId(payload);
  const artifact = firstText(content, 'artifactId') ?? (subject === 'artifact' ? id : undefined);
  return present({
    stage: entryOf(stages, subject),
    run: subject === 'pipelinerun' ? id : firstText(content, 'pipelineRun.id'),
    job: subject === 'taskrun' ? id : undefined,
    change: subject === 'change' ? id : firstText(content, 'change.id'),
    artifact: artifact === undefined ? undefined : digestOf(artifact),
    environment: subject === 'environment' ? id : firstText(content, 'environment.id'),
    service: subject === 'service' ? id : firstText(content, 'service.id'),
  }) as JsonObject | undefined;
}

/**
 * The digest in a package URL (`pkg:oci/app@sha256%3A…`), the form that registries and clusters
 * use; else as it stands.
 */
function digestOf(artifact: string): string {
  const found = /sha256(?::|%3a)([0-9a-f]{64})/i.exec(artifact);
  return found === null ? artifact : `sha256:${(found[1] as string).toLowerCase()}`;
}

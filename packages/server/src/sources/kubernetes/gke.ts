// Google Kubernetes Engine keeps its audit log in Cloud Audit entries: put back into the form that
// the API server has it in.
import { at, list, object, text, type Json, type JsonObject } from '../reader.ts';

/** Whether a log entry is about a cluster's API. */
export function isGkeEntry(record: JsonObject): boolean {
  return text(at(record, 'protoPayload.serviceName')) === 'k8s.io';
}

/** `io.k8s.core.v1.pods.exec.create`: version, resource, perhaps subresource, verb. */
const method = /^(?:io\.|)(.+?)\.(v\d\w*)\.([^.]+)(?:\.([^.]+))?\.(\w+)$/;

/** A log entry as an audit.k8s.io Event, and the name of its cluster. */
export function gkeAuditEvent(entry: JsonObject): { record: JsonObject; cluster?: string } {
  const payload = object(entry['protoPayload']) ?? {};
  const parts = method.exec(text(payload['methodName']) ?? '');
  const path = text(payload['resourceName']) ?? '';
  const cluster = text(at(entry, 'resource.labels.cluster_name'));
  const granted = list(payload['authorizationInfo']).map((item) => at(item, 'granted'));
  const code = Number(at(payload, 'status.code') ?? 0);
  const record: JsonObject = {
    kind: 'Event',
    auditID: entry['insertId'] ?? null,
    stage:
      at(entry, 'operation.first') === true && at(entry, 'operation.last') !== true
        ? 'ResponseStarted'
        : 'ResponseComplete',
    verb: parts?.[5] ?? text(payload['methodName']) ?? '',
    user: userOf(payload),
    sourceIPs: [at(payload, 'requestMetadata.callerIp') ?? null],
    userAgent: at(payload, 'requestMetadata.callerSuppliedUserAgent') ?? null,
    requestReceivedTimestamp: entry['timestamp'] ?? null,
    requestURI: path === '' ? null : addressOf(path),
    responseStatus: { code: httpCode(code), message: at(payload, 'status.message') ?? null },
    requestObject: payload['request'] ?? null,
    responseObject: payload['response'] ?? null,
    annotations: {
      ...object(entry['labels']),
      ...(granted.includes(false) ? { 'authorization.k8s.io/decision': 'forbid' } : {}),
    },
  };
  if (parts !== null) record['objectRef'] = refOf(parts, path);
  return cluster === undefined ? { record } : { record, cluster };
}

function userOf(payload: JsonObject): Json {
  const info = object(payload['authenticationInfo']) ?? {};
  const username = text(info['principalEmail']) ?? text(info['principalSubject']);
  return username === undefined ? null : { username };
}

/** `core/v1/namespaces/shop/pods/web-1/exec` as an address of the API. */
function addressOf(path: string): string {
  if (path.startsWith('/')) return path;
  return path.startsWith('core/') ? `/api/${path.slice(5)}` : `/apis/${path}`;
}

function refOf(parts: RegExpExecArray, path: string): JsonObject {
  const [, family = '', , resource = '', subresource] = parts;
  const places = path.split('/');
  const namespaceAt = places.indexOf('namespaces');
  const resourceAt = places.lastIndexOf(resource);
  const inside = namespaceAt >= 0 && resourceAt > namespaceAt;
  const ref: JsonObject = { resource, apiGroup: groupOf(family, places[0] ?? '') };
  const namespace = inside ? places[namespaceAt + 1] : undefined;
  const name = resourceAt < 0 ? undefined : places[resourceAt + 1];
  if (subresource !== undefined) ref['subresource'] = subresource;
  if (namespace !== undefined && namespace !== '') ref['namespace'] = namespace;
  if (name !== undefined && name !== '') ref['name'] = name;
  return ref;
}

/** The address has the group in full; the method's name turns it round. */
function groupOf(family: string, first: string): string {
  if (family === 'k8s.core') return '';
  return first === 'core'
    ? ''
    : first.includes('.') || first === 'apps' || first === 'batch'
      ? first
      : family
          .replace(/^k8s\./, '')
          .split('.')
          .toReversed()
          .join('.');
}

const httpCodes: Readonly<Record<number, number>> = {
  0: 200,
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  16: 401,
};

/** A gRPC status as HTTP says it; GKE sometimes writes HTTP's own number. */
function httpCode(code: number): number {
  return code >= 100 ? code : (httpCodes[code] ?? 500);
}

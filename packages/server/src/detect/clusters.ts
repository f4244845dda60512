// Clusters of Google and Azure write their audit log into the cloud's own. Rules for Kubernetes
// see such a record as the API server has it: verb, objectRef, user, requestObject.

type Json = Record<string, unknown>;

const object = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The audit.k8s.io Event that is a cloud's record, or inside it; undefined where it holds none. */
export function clusterRecordOf(record: Json): Json | undefined {
  if (text(record['apiVersion'])?.startsWith('audit.k8s.io/') === true) return record;
  const payload = object(record['protoPayload']);
  if (payload !== undefined && isOfGke(payload)) return eventOfGke(record, payload);
  const log = text(object(record['properties'])?.['log']) ?? text(record['log_s']);
  return log?.trimStart().startsWith('{') ? eventOfAks(log) : undefined;
}

const isOfGke = (payload: Json): boolean =>
  payload['serviceName'] === 'k8s.io' ||
  text(payload['methodName'])?.startsWith('io.k8s.') === true;

function eventOfAks(log: string): Json | undefined {
  try {
    const inside = object(JSON.parse(log));
    return inside?.['kind'] === 'Event' ? inside : undefined;
  } catch {
    return undefined;
  }
}

/** `io.k8s.core.v1.pods.exec.create`: version, resource, perhaps subresource, verb. */
const METHOD = /^(?:io\.)?.+?\.v\d\w*\.([^.]+)(?:\.([^.]+))?\.(\w+)$/;

function eventOfGke(entry: Json, payload: Json): Json {
  const [, resource, subresource, verb] = METHOD.exec(text(payload['methodName']) ?? '') ?? [];
  const path = text(payload['resourceName']) ?? '';
  const caller = object(payload['requestMetadata']) ?? {};
  const info = object(payload['authenticationInfo']) ?? {};
  const username =
    info['principalEmail'] ?? info['principalSubject'] ?? info['authoritySelector'] ?? null;
  const objectRef = resource === undefined ? {} : refOf(path.split('/'), resource, subresource);
  return {
    ...entry,
    kind: 'Event',
    auditID: entry['insertId'],
    stage: 'ResponseComplete',
    verb: verb ?? '',
    user: { username },
    sourceIPs: [caller['callerIp'] ?? caller['callerIP']].filter((ip) => ip !== undefined),
    userAgent: caller['callerSuppliedUserAgent'],
    requestURI: path === '' ? payload['methodName'] : path,
    ...(objectRef === undefined ? {} : { objectRef }),
    responseStatus: { code: codeOf(payload) },
    requestObject: payload['request'],
    responseObject: payload['response'],
    annotations: entry['labels'],
  };
}

/** From `core/v1/namespaces/shop/pods/web-1/exec`. */
function refOf(path: string[], resource: string, subresource: string | undefined): Json {
  const after = (name: string, from = 0): string | undefined => {
    const place = path.indexOf(name, from);
    return place < 0 ? undefined : path[place + 1];
  };
  const inside = path.indexOf('namespaces');
  const namespace = after('namespaces');
  const name = after(resource, inside >= 0 && resource !== 'namespaces' ? inside + 2 : 0);
  return {
    resource,
    apiGroup: path[0] === 'core' ? '' : path[0],
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

const CODES: Readonly<Record<number, number>> = { 0: 200, 3: 400, 5: 404, 6: 409, 7: 403, 16: 401 };

/** A gRPC status as HTTP says it; a refused permission, or a failure in the answer, is one too. */
function codeOf(payload: Json): number {
  const status = Number(object(payload['status'])?.['code'] ?? 0);
  const granted = payload['authorizationInfo'];
  const isRefused =
    Array.isArray(granted) && granted.some((each) => object(each)?.['granted'] === false);
  if (status === 0 && isRefused) return 403;
  const answer = object(payload['response']);
  if (status === 0 && answer?.['status'] === 'Failure') return Number(answer['code'] ?? 500);
  return status >= 100 ? status : (CODES[status] ?? 500);
}

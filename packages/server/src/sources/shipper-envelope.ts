// What log shippers (Beats, Logstash, Fluent Bit, Vector, Alloy) put around a product's record: a
// few members of their own, and the record as a text or object in one of them.
import { memberText } from './envelope.ts';
import { isPlainRecord } from './json-text.ts';
import { firstText, object, present, text, type JsonObject } from './reader.ts';

const inner = ['message', 'log', 'MESSAGE', 'msg', 'line', 'event'] as const;

/** Members that shippers add. A value that has any other is a record of its own. */
const added = new Set<string>([
  ...inner,
  ...(
    '@timestamp @version timestamp time date ts _p host hostname source source_type sourcetype index ' +
    'type tags fields agent beat ecs input prospector data_stream offset pid logger file filename ' +
    'path stream logtag severity level job service kubernetes docker container container_id ' +
    'container_name cloud labels pod namespace node_name cluster cluster_name orchestrator'
  ).split(' '),
]);

/** Cheap: whether the text may be such an envelope at all. */
const mayHold = /"(?:message|log|MESSAGE|msg|line|event)"\s*:/;

export interface Shipped {
  /** The record inside, exactly as it stands there. */
  text: string;
  /** What the shipper says of it. */
  fields: Record<string, string>;
  host?: string;
}

/** What is inside a shipper's envelope; undefined where the text is none. Linear. */
export function shipped(record: string): Shipped | undefined {
  if (!record.trimStart().startsWith('{') || !mayHold.test(record)) return undefined;
  const envelope = parsed(record);
  if (envelope === undefined) return undefined;
  if (!Object.keys(envelope).every((name) => added.has(name))) return undefined;
  const found = innerText(envelope, record);
  if (found === undefined) return undefined;
  const host = firstText(envelope, 'host.name', 'host', 'hostname');
  const fields = present({
    host,
    file: firstText(envelope, 'log.file.path', 'file', 'filename', 'path'),
    container: firstText(envelope, 'kubernetes.container_name', 'container.name', 'container_name'),
    pod: firstText(envelope, 'kubernetes.pod_name', 'kubernetes.pod.name', 'pod'),
    namespace: firstText(
      envelope,
      'kubernetes.namespace_name',
      'kubernetes.namespace',
      'namespace',
    ),
  });
  return { text: found, fields: fields ?? {}, ...(host === undefined ? {} : { host }) };
}

function innerText(envelope: JsonObject, record: string): string | undefined {
  for (const name of inner) {
    const value = envelope[name];
    if (typeof value === 'string' && value !== '') return value;
    // `log` and `event` as objects are mostly the shipper's own: the place in a file, the original.
    if (object(value) === undefined) continue;
    if (name === 'event') {
      const original = text(object(value)?.['original']) === undefined ? undefined : value;
      const words = object(original)?.['original'];
      if (typeof words === 'string') return words;
    }
    if (name !== 'log') return memberText(record, name);
  }
  return undefined;
}

function parsed(record: string): JsonObject | undefined {
  if (!isPlainRecord(record)) return undefined;
  try {
    return object(JSON.parse(record));
  } catch {
    return undefined;
  }
}

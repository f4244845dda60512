// Audit records of Secrets at the levels Request and RequestResponse hold what the Secrets hold,
// under names that only their owner knows: taken out of the record's text, in place.
import { memberSlice, type Slice } from '../json-text.ts';

const mask = '"masked"';

/**
 * The record's text without the contents of Secrets; undefined where it has none. Everything else
 * keeps its place and its bytes.
 */
export function withoutSecretBodies(raw: string, resource: string | undefined): string | undefined {
  if (resource !== 'secrets' && resource !== 'serviceaccounts') return undefined;
  const whole = { start: 0, end: raw.length };
  const cuts: Slice[] = [];
  for (const body of ['requestObject', 'responseObject', 'request', 'response']) {
    const slice = memberSlice(raw, whole, body) ?? inPayload(raw, whole, body);
    if (slice === null || raw[slice.start] !== '{') continue;
    cuts.push(...(resource === 'secrets' ? contents(raw, slice) : tokenOf(raw, slice)));
  }
  if (cuts.length === 0) return undefined;
  return cuts
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + mask + text.slice(end), raw);
}

function inPayload(raw: string, whole: Slice, body: string): Slice | null {
  const payload = memberSlice(raw, whole, 'protoPayload');
  return payload === null ? null : memberSlice(raw, payload, body);
}

/** Contents of one Secret, or all of a list of them; patches of a Secret are whole contents. */
function contents(raw: string, body: Slice): Slice[] {
  const found = ['data', 'stringData', 'items'].flatMap(
    (name) => memberSlice(raw, body, name) ?? [],
  );
  const metadata = memberSlice(raw, body, 'metadata');
  const annotations = metadata === null ? null : memberSlice(raw, metadata, 'annotations');
  const last =
    annotations === null
      ? null
      : memberSlice(raw, annotations, 'kubectl.kubernetes.io/last-applied-configuration');
  return last === null ? found : [...found, last];
}

function tokenOf(raw: string, body: Slice): Slice[] {
  const status = memberSlice(raw, body, 'status');
  const token = status === null ? null : memberSlice(raw, status, 'token');
  return token === null ? [] : [token];
}

// The binary mode of CloudEvents over HTTP: attributes stand in headers, the body is the data.
import type { Json, JsonObject } from '../reader.ts';

/** A structured body with such headers stays structured. */
export function isBinaryCloudEvent(
  headers: Readonly<Record<string, string>>,
  type: string,
): boolean {
  return headers['ce-specversion'] !== undefined && !type.startsWith('application/cloudevents');
}

/** The envelope in structured form; a name in `broken` where a header can't be decoded. */
export function binaryCloudEvent(
  headers: Readonly<Record<string, string>>,
  body: string,
): { envelope: JsonObject; broken?: string } {
  const envelope: JsonObject = {};
  let broken: string | undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-')) continue;
    const attribute = decoded(value);
    if (attribute === undefined) broken = name;
    envelope[name.slice(3)] = attribute ?? value;
  }
  envelope['data'] = dataOf(body);
  return { envelope, ...(broken === undefined ? {} : { broken }) };
}

/** JSON as what it is; any other text as a text. */
function dataOf(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

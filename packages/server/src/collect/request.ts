/** A request as the doors get it: header names in lower case, the body as it arrived. */
export interface DoorRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  remoteAddress: string;
  /** Names the request in problem documents. */
  id?: string;
  query?: Readonly<Record<string, string | undefined>>;
}

export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** In place of `body`, where the answer is no text. */
  bytes?: Buffer;
}

export type Headers = Record<string, string>;

const valueMax = 8_192;

/** Headers with one text each: repeated ones joined as RFC 9110 §5.3 says, overlong ones cut. */
export function plainHeaders(headers: DoorRequest['headers']): Headers {
  const plain: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    plain[name.toLowerCase()] = text.slice(0, valueMax);
  }
  return plain;
}

/** The media type without parameters, in lower case; empty where there is none. */
export function mediaType(headers: Headers): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

/** The charset that the content type names, in lower case; empty where it names none. */
export function charsetOf(headers: Headers): string {
  const named = /;\s*charset=("?)([^\s";]*)\1/i.exec(headers['content-type'] ?? '');
  return named?.[2]?.toLowerCase() ?? '';
}

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  type = 'application/json; charset=utf-8',
): DoorAnswer {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(value) };
}

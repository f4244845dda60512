// What every log line of PostgreSQL says, whatever the format it was written in.

export interface LogLine {
  /** As written: with a zone's abbreviation, or without one. */
  time?: string | undefined;
  user?: string | undefined;
  database?: string | undefined;
  process?: string | undefined;
  host?: string | undefined;
  session?: string | undefined;
  /** Number of the line in its session. */
  number?: string | undefined;
  severity?: string | undefined;
  state?: string | undefined;
  message: string;
  detail?: string | undefined;
  statement?: string | undefined;
  application?: string | undefined;
  backend?: string | undefined;
  /** Whether what a user typed may have been taken for a part of the prefix. */
  ambiguous?: boolean | undefined;
  /** The line with its continuations, exactly. */
  raw: string;
}

/** A line, or why it can't be read. */
export type ReadLine = LogLine | { failed: { raw: string; code: string; detail: string } };

/** `203.0.113.7:53216`, `[local]`, `2001:db8::7:53216`: the port stands behind the last colon. */
export function withoutPort(host: string | undefined): string | undefined {
  const colon = host?.lastIndexOf(':') ?? -1;
  return colon > 0 ? host?.slice(0, colon) : host;
}

// Structured logs, one JSON object a line. Secrets never reach them: values under a telling field
// name are replaced, at any depth, and credentials inside strings too.
import { pino } from 'pino';

export type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** A logger that adds these fields to each line. */
  child(fields: Fields): Logger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogDestination {
  write(line: string): void;
}

const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*(password|passwd|secret|token|private_?key|api_?key|credential|signature).*)$/i;
const SECRET_TEXT = /\b(Bearer|Basic|Splunk|ApiKey|DPoP)\s+[\w.~+/=-]{8,}/gi;
const URL_CREDENTIALS = /:\/\/[^/\s:@]{1,256}:[^/\s@]{1,256}@/g;
const PRIVATE_KEY = /PRIVATE\+KEY\+[^\s"]{1,512}/g;
const REDACTED = '[redacted]';
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

/** The value with secrets replaced; errors become `{name, message, code, stack, cause}`. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value).slice(0, MAX_ITEMS)) {
    out[name] = SECRET_NAME.test(name) ? REDACTED : redact(item, depth + 1);
  }
  return out;
}

function redactText(text: string): string {
  return text
    .replace(SECRET_TEXT, `$1 ${REDACTED}`)
    .replace(URL_CREDENTIALS, `://${REDACTED}@`)
    .replace(PRIVATE_KEY, REDACTED);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: redactText(error.message),
    ...(code !== undefined && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

/** @param destination default: standard error, so that standard output stays for people */
export function createLogger(level: LogLevel, destination?: LogDestination): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = destination ?? pino.destination({ dest: 2, sync: true });
  return wrap(pino(options, sink), {});
}

/** A logger that says nothing, for tests and tools. */
export function silentLogger(): Logger {
  return createLogger('silent', { write: () => undefined });
}

type PinoLogger = ReturnType<typeof pino>;

function wrap(target: PinoLogger, bound: Fields): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: Fields = {}): void => {
      if (!target.isLevelEnabled(level)) return;
      target[level](redact({ ...bound, ...fields }) as object, redactText(message));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(target, { ...bound, ...fields }),
  };
}

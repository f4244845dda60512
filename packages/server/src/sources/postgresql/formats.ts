// The three formats of PostgreSQL's log (documentation: "Error Reporting and Logging"): csvlog,
// jsonlog, and text with `log_line_prefix`.
import { text, type JsonObject } from '../reader.ts';
import { readObject, recordTexts } from '../records.ts';
import { csvRows } from './csv-rows.ts';
import { withoutPort, type LogLine, type ReadLine } from './line.ts';
import { textLines } from './text-format.ts';

const csvStart = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [\w+:/-]{1,32},/;

/** The lines of a text in whichever format it is. Throws `NotNormalizable`. */
export function logLines(body: string, prefix: string): ReadLine[] {
  const start = body.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return jsonLines(body);
  return csvStart.test(start) ? csvLines(start) : textLines(body, prefix);
}

function jsonLines(body: string): ReadLine[] {
  return recordTexts(body, { envelopes: ['event'], own: ['error_severity', 'pid'] }).map((raw) => {
    const read = readObject(raw);
    return 'record' in read ? fromJson(read.record, raw) : { failed: { raw, ...read.reason } };
  });
}

function fromJson(record: JsonObject, raw: string): LogLine {
  const whole = (name: string) => {
    const value = record[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    time: whole('timestamp'),
    user: text(record['user']),
    database: text(record['dbname']),
    process: text(record['pid']),
    host: text(record['remote_host']),
    session: text(record['session_id']),
    number: text(record['line_num']),
    severity: text(record['error_severity']),
    state: text(record['state_code']),
    message: whole('message') ?? '',
    detail: whole('detail'),
    statement: whole('statement'),
    application: text(record['application_name']),
    backend: text(record['backend_type']),
    raw,
  };
}

/** Columns by place; 23 up to PostgreSQL 12, 24 in 13, 26 from 14 on. */
const columns = {
  time: 0,
  user: 1,
  database: 2,
  process: 3,
  host: 4,
  session: 5,
  number: 6,
  severity: 11,
  state: 12,
  message: 13,
  detail: 14,
  statement: 19,
  application: 22,
  backend: 23,
} as const;
const columnsMin = 23;

function csvLines(body: string): ReadLine[] {
  return csvRows(body).map(({ raw, fields, cut }) => {
    if (cut || fields.length < columnsMin) {
      const detail = cut ? 'The row ends inside quotes.' : 'The row has too few columns.';
      return { failed: { raw, code: 'csv_invalid', detail } };
    }
    const column = (name: keyof typeof columns) => {
      const value = fields[columns[name]];
      return value === undefined || value === '' ? undefined : value;
    };
    return {
      time: column('time'),
      user: column('user'),
      database: column('database'),
      process: column('process'),
      host: withoutPort(column('host')),
      session: column('session'),
      number: column('number'),
      severity: column('severity'),
      state: column('state'),
      message: column('message') ?? '',
      detail: column('detail'),
      statement: column('statement'),
      application: column('application'),
      backend: column('backend'),
      raw,
    };
  });
}

// The columns of `events`, in the order in which rows are written, and which path of the event each
// one holds. A path without a column of its own stands in `rest` as `path<US>value`.

export interface Column {
  name: string;
  type: string;
  codec: string;
  /** Path of the event whose folded value this is; absent for the columns that are special. */
  path?: string;
}

/** Stands between path and value in `rest` (U+001F, the unit separator). */
export const REST_SEPARATOR = '\u001f';

const WORD = 'LowCardinality(String)';

function word(name: string, path: string): Column {
  return { name, type: WORD, codec: 'Default', path };
}

function text(name: string, path: string): Column {
  return { name, type: 'String', codec: 'Default', path };
}

export const COLUMNS: readonly Column[] = [
  { name: 'index', type: 'UInt64', codec: 'DoubleDelta, Default', path: 'index' },
  { name: 'time', type: "DateTime64(3, 'UTC')", codec: 'DoubleDelta, Default', path: 'time' },
  {
    name: 'received',
    type: "DateTime64(3, 'UTC')",
    codec: 'DoubleDelta, Default',
    path: 'received',
  },
  { name: 'id', type: 'UUID', codec: 'Default', path: 'id' },
  { name: 'severity', type: 'UInt8', codec: 'Default', path: 'severity' },
  word('action', 'action'),
  word('category', 'category'),
  word('effect', 'effect'),
  word('outcome', 'outcome'),
  word('source_type', 'source.type'),
  word('source_name', 'source.name'),
  word('source_via', 'source.via'),
  text('source_delivery', 'source.delivery'),
  word('native', 'native'),
  // What the actor is shown as: the first of name, id and e-mail; counting actors reads only this.
  { name: 'actor', type: WORD, codec: 'Default' },
  word('actor_type', 'actor.type'),
  word('actor_id', 'actor.id'),
  word('actor_name', 'actor.name'),
  word('actor_email', 'actor.email'),
  word('actor_assurance', 'actor.assurance'),
  word('target_type', 'target.type'),
  text('target_id', 'target.id'),
  text('target_name', 'target.name'),
  word('target_environment', 'target.environment'),
  text('ip', 'context.ip'),
  word('user_agent', 'context.user_agent'),
  text('session', 'context.session'),
  word('stage', 'pipeline.stage'),
  text('run', 'pipeline.run'),
  word('job', 'pipeline.job'),
  text('commit', 'pipeline.commit'),
  text('ref', 'pipeline.ref'),
  text('change', 'pipeline.change'),
  text('artifact', 'pipeline.artifact'),
  word('environment', 'pipeline.environment'),
  word('service', 'pipeline.service'),
  word('version', 'pipeline.version'),
  { name: 'rest', type: 'Array(String)', codec: 'Default' },
  { name: 'keys', type: 'Array(String)', codec: 'Default' },
  { name: 'codes', type: 'Array(String)', codec: 'Default' },
  { name: 'text', type: 'String', codec: 'Default' },
  { name: 'body', type: 'String', codec: 'Default' },
];

/** Columns by the path that they hold. */
export const COLUMN_OF: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => (column.path === undefined ? [] : [[column.path, column]])),
);

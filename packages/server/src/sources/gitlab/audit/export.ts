// GitLab's CSV export of audit events: the columns under the names that the API has for them.
import type { JsonObject } from '../../reader.ts';

const columns: Readonly<Record<string, string>> = {
  ID: 'id',
  'Author ID': 'author_id',
  'Author Name': 'author_name',
  'Author Email': 'author_email',
  'Entity ID': 'entity_id',
  'Entity Type': 'entity_type',
  'Entity Path': 'entity_path',
  'Target ID': 'target_id',
  'Target Type': 'target_type',
  'Target Details': 'target_details',
  'IP Address': 'ip_address',
  'Created At (UTC)': 'created_at',
};

/** The record as the API would give it; the same where it is no row of an export. */
export function fromExport(record: JsonObject): JsonObject {
  if (record['Author ID'] === undefined || record['Action'] === undefined) return record;
  const named: JsonObject = {};
  const details: JsonObject = { custom_message: record['Action'] };
  for (const [column, name] of Object.entries(columns)) {
    const value = record[column];
    if (value === undefined) continue;
    named[name] = value;
    if (/^(author|entity|target)_(name|email|path|id|type|details)$/.test(name)) {
      details[name] = value;
    }
  }
  return { ...named, details };
}

// SQL commands and classes of pgaudit in the catalogue's words.

/** By the command as pgaudit and the server name it. */
const byCommand: Readonly<Record<string, string>> = {
  SELECT: 'table.read',
  'COPY TO': 'table.read',
  INSERT: 'table.written',
  UPDATE: 'table.written',
  DELETE: 'table.written',
  MERGE: 'table.written',
  'COPY FROM': 'table.written',
  TRUNCATE: 'table.truncated',
  'TRUNCATE TABLE': 'table.truncated',
  EXECUTE: 'function.executed',
  CALL: 'function.executed',
  DO: 'function.executed',
  GRANT: 'access.granted',
  REVOKE: 'access.revoked',
  'GRANT ROLE': 'role.assigned',
  'REVOKE ROLE': 'role.revoked',
  'CREATE ROLE': 'role.created',
  'ALTER ROLE': 'role.changed',
  'DROP ROLE': 'role.deleted',
  'REASSIGN OWNED': 'role.changed',
  'DROP OWNED': 'role.changed',
  'SET ROLE': 'role.assumed',
  'RESET ROLE': 'role.assumed',
  'CREATE TABLE': 'table.created',
  'CREATE TABLE AS': 'table.created',
  'SELECT INTO': 'table.created',
  'CREATE FOREIGN TABLE': 'table.created',
  'DROP TABLE': 'table.deleted',
  'DROP FOREIGN TABLE': 'table.deleted',
  'CREATE DATABASE': 'database.created',
  'DROP DATABASE': 'database.deleted',
  'ALTER SYSTEM': 'setting.changed',
  'CREATE POLICY': 'policy.created',
  'ALTER POLICY': 'policy.changed',
  'DROP POLICY': 'policy.deleted',
  'CREATE EXTENSION': 'plugin.installed',
  'ALTER EXTENSION': 'plugin.changed',
  'DROP EXTENSION': 'plugin.removed',
  LOAD: 'plugin.installed',
  'CREATE SERVER': 'integration.created',
  'ALTER SERVER': 'integration.changed',
  'DROP SERVER': 'integration.deleted',
  'CREATE PUBLICATION': 'integration.created',
  'ALTER PUBLICATION': 'integration.changed',
  'DROP PUBLICATION': 'integration.deleted',
  'CREATE SUBSCRIPTION': 'integration.created',
  'ALTER SUBSCRIPTION': 'integration.changed',
  'DROP SUBSCRIPTION': 'integration.deleted',
  'CREATE USER MAPPING': 'credential.created',
  'ALTER USER MAPPING': 'credential.changed',
  'DROP USER MAPPING': 'credential.deleted',
  'ALTER DEFAULT PRIVILEGES': 'access.granted',
};

const byClass: Readonly<Record<string, string>> = {
  READ: 'table.read',
  WRITE: 'table.written',
  FUNCTION: 'function.executed',
  ROLE: 'role.changed',
  DDL: 'schema.changed',
  MISC: 'query.executed',
  MISC_SET: 'query.executed',
};

/** The action of a command; by its class where the command has none; a query otherwise. */
export function commandAction(command: string, auditClass?: string): string {
  if (Object.hasOwn(byCommand, command)) return byCommand[command] as string;
  if (auditClass !== undefined && Object.hasOwn(byClass, auditClass)) {
    return byClass[auditClass] as string;
  }
  return /^(?:CREATE|ALTER|DROP|COMMENT|SECURITY)\b/.test(command)
    ? 'schema.changed'
    : 'query.executed';
}

export const commandActions: readonly string[] = [
  ...new Set([...Object.values(byCommand), ...Object.values(byClass), 'query.executed']),
];

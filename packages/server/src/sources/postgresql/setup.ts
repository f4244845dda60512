import type { Adapter } from '../types.ts';

/** What to set in PostgreSQL and beside it. */
export const setup: Adapter['setup'] = [
  {
    title: 'PostgreSQL: pgaudit and jsonlog',
    text: 'In postgresql.conf (PostgreSQL 15 and newer; csvlog before). shared_preload_libraries needs a restart. jsonlog and csvlog keep statements apart from lines; a text log needs the exact log_line_prefix in this source. CREATE EXTENSION pgaudit in each database, or definitions name no object.',
    copy: "shared_preload_libraries = 'pgaudit'\npgaudit.log = 'ddl, role, write, misc_set'\npgaudit.log_catalog = off\npgaudit.log_relation = on\nlogging_collector = on\nlog_destination = 'jsonlog'\nlog_timezone = 'UTC'\nlc_messages = 'C'\nlog_connections = on\nlog_disconnections = on",
  },
  {
    title: 'Vector beside the server',
    text: 'Follows the log across rotation and sends lines.',
    copy: 'sources:\n  postgresql:\n    type: file\n    include: [/var/lib/postgresql/15/main/log/*.json]\nsinks:\n  acta:\n    type: http\n    inputs: [postgresql]\n    uri: {intake_url}\n    encoding: {codec: text}\n    framing: {method: newline_delimited}\n    auth: {strategy: bearer, token: {secret}}\n    acknowledgements: {enabled: true}',
  },
];

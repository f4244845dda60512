// Writes docs/sources/README.md: every product that can be connected, from the adapters themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapters } from '../packages/server/src/sources/all.ts';

const HEAD = `# Sources

Each page says what a product sends, how Acta knows that it is authentic, and the settings to
paste into it. A source is made in the page (Sources → Add a source) or by
\`acta source add TYPE NAME\`; events of your own need no adapter: see
[sending events](../guide/sending-events.md). What can send to Splunk, Elasticsearch, Loki or an
OpenTelemetry backend can feed each of them: see [the doors of other products](../guide/doors.md).

| product | type | what it brings |
| --- | --- | --- |
`;

/** The index as it must stand in docs/sources/README.md. */
export function sourcesIndex(): string {
  const rows = [...adapters]
    .sort((a, b) => a.title.localeCompare(b.title, 'en'))
    .map(({ title, type, summary }) => `| [${title}](${type}.md) | \`${type}\` | ${summary} |\n`);
  return HEAD + rows.join('');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '../docs/sources/README.md'), sourcesIndex());
}

// Writes docs/reference/settings.md from the settings and limits in the code: run it after changing one.
//   node tools/write-settings-reference.ts && npx oxfmt docs/reference/settings.md
import { writeFileSync } from 'node:fs';
import { SETTINGS } from '../packages/server/src/app/settings.ts';
import { knownLimits } from '../packages/server/src/app/known-limits.ts';
const code = (t?: string) => (t === undefined ? '' : '`' + t + '`');
const out: string[] = [];
out.push(`# Settings

Each setting comes from the first of these that has it: a flag, an environment variable, \`acta.yaml\`, its
default. \`acta.yaml\` is read from the working directory, or from where \`--config\` or \`ACTA_CONFIG\` says.
Everything that is wrong is named at the start, all at once, and nothing is started.

\`\`\`yaml
# acta.yaml
host: 0.0.0.0
public_url: https://acta.example.org
log:
  public: true
limits:
  http.tail_listeners: 500
\`\`\`

| setting | flag | environment | default | what it is |
| --- | --- | --- | --- | --- |`);
for (const { path, flag, env, schema, description } of SETTINGS) {
  const d = schema.safeParse(undefined).data;
  const plain = ['string', 'number', 'boolean'].includes(typeof d);
  const def = plain ? code(String(d)) : '';
  out.push(
    `| \`${path}\` | ${flag ? code('--' + flag) : ''} | ${code(env)} | ${def} | ${description} |`,
  );
}
out.push(`
On the command line or in the environment only:

| name | what it is |
| --- | --- |
| \`--config\`, \`ACTA_CONFIG\` | The settings file. |
| \`ACTA_ADMIN_TOKEN\` | An administrator's API token for automation: at least 32 characters, refused if shorter. Never on the command line or in a file. |
| \`--demo\` | Plays a 90-day demo organisation through the ordinary intake, once for a data directory. |
| \`--accept-rollback\` | Serves a data directory that is older than the head remembered outside. The log says that it was accepted. |

## Who may listen where
On a loopback address anybody on the machine reaches the server, and needs a credential all the same. On any
other address Acta starts only when \`ACTA_ADMIN_TOKEN\` is set or a live API key of the role admin exists.
Put a reverse proxy with TLS in front, name it in \`trusted_proxies\`, and set \`public_url\` to its https
address: the session cookie is then bound to TLS and to the host by its name.

## Limits
Everything that grows has a limit with a name. Set it under \`limits\` in \`acta.yaml\`; each time one is reached
the metric \`acta_limit_reached_total{limit="…"}\` counts it.

| limit | default | why |
| --- | --- | --- |`);
for (const { name, default: d, description } of knownLimits)
  out.push(`| \`${name}\` | ${d.toLocaleString('en')} | ${description} |`);
out.push(`
These are fixed: a sign-in link works once and for 15 minutes; a request may take 120 s to arrive; a page of a list
has at most 1,000 items; a request in flight has 5 s to end once the server stops, and the stop 10 s in all.`);
writeFileSync(new URL('../docs/reference/settings.md', import.meta.url), `${out.join('\n')}\n`);

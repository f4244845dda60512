import { reportStyle } from './report-style.ts';
import { MAX_REPORT_ROWS, type Count, type ReportModel, type ReportRow } from './summary.ts';

/** The report as one self-contained page, made to be read on screen and printed on A4. */
export function reportHtml(model: ReportModel): string {
  const title = `Evidence report: ${model.query.q === '' ? 'all events' : model.query.q}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${esc(title)}</title>
<style>${reportStyle}</style>
<main>
<header>
<p class="kind">Evidence report</p>
<h1>${esc(model.query.q === '' ? 'All events' : model.query.q)}</h1>
<p class="lead">${model.events.toLocaleString('en')} events · ${range(model)} · complete through
#${model.through_index.toLocaleString('en')}</p>
</header>
${scope(model)}
${counts(model)}
${section('Notable events', 'Severity high or critical, denied, or in conflict.', model.notable)}
${section('Events', coverOf(model), model.rows)}
${limits(model)}
${proof(model)}
</main>
</html>
`;
}

function scope(model: ReportModel): string {
  const facts: [string, string][] = [
    ['Log', model.origin],
    ['Made for', model.reader],
    ['Made at', model.created],
    ['First event', model.first ?? 'none'],
    ['Last event', model.last ?? 'none'],
    ['Population', populationOf(model)],
  ];
  const items = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${esc(value)}</dd></div>`);
  return `<dl class="facts">${items.join('')}</dl>`;
}

function counts(model: ReportModel): string {
  const tables = [
    countTable('Actions', model.actions),
    countTable('Actors', model.actors),
    countTable('Outcomes', model.outcomes) + countTable('Severities', model.severities),
  ];
  return `<section class="counts">${tables.map((table) => `<div>${table}</div>`).join('')}</section>`;
}

function countTable(title: string, counts: Count[]): string {
  const most = Math.max(1, ...counts.map((each) => each.count));
  const rows = counts.map(
    ({ value, count }) =>
      `<tr><th scope="row">${esc(value)}</th><td class="bar"><i style="width:${Math.max(1, Math.round((count / most) * 100))}%"></i></td>` +
      `<td class="number">${count.toLocaleString('en')}</td></tr>`,
  );
  return `<table><caption>${title}</caption><tbody>${rows.join('')}</tbody></table>`;
}

function section(title: string, note: string, rows: ReportRow[]): string {
  const body = rows.map(
    (
      row,
    ) => `<tr class="${esc(row.severity)} ${esc(row.outcome)}"><td class="mono">${row.index}</td>
<td class="mono">${esc(row.time.replace('T', ' ').replace('Z', ''))}</td><td>${esc(row.actor)}</td>
<td>${esc(row.text)}${row.ticket === '' ? '' : ` <span class="ticket">${esc(row.ticket)}</span>`}</td>
<td>${esc(row.source)}</td><td class="outcome">${esc(row.outcome)}</td></tr>`,
  );
  const empty = '<p>None.</p>';
  return `<section><h2>${title}</h2><p class="note">${note}</p>${
    rows.length === 0
      ? empty
      : `<table class="events"><thead><tr><th>Index</th><th>Time (UTC)</th><th>Actor</th><th>What</th><th>Source</th><th>Outcome</th></tr></thead><tbody>${body.join('')}</tbody></table>`
  }</section>`;
}

function limits(model: ReportModel): string {
  const items = limitsOf(model).map((text) => `<li>${esc(text)}</li>`);
  return `<section><h2>What is left out</h2><ul>${items.join('')}</ul></section>`;
}

/** Sentences on redactions and gaps; also used by the PDF. */
export function limitsOf(model: ReportModel): string[] {
  const texts = model.redactions.map(
    ({ group, why, count }) => `${group} withheld in ${count.toLocaleString('en')} events: ${why}`,
  );
  if (texts.length === 0) texts.push('Nothing was withheld from these events.');
  if (model.gaps === null) {
    texts.push('Whether each source reported without gaps was not recorded for this range.');
  } else if (model.gaps.length === 0) texts.push('No gap of a source is known in this range.');
  else {
    for (const gap of model.gaps) {
      texts.push(`Source ${gap.source}: ${gap.why}, ${gap.from} to ${gap.to}`);
    }
  }
  return texts;
}

function proof(model: ReportModel): string {
  return `<section class="proof"><h2>Proof</h2>
<p>Every event of this pack is in the log under the checkpoint below. Check it with
<code>verify.html</code> (a browser, offline) or
<code>acta verify --pack FILE --vkey KEY</code>. The key must come from a place that you trust.</p>
<pre>${esc(model.head.checkpoint)}</pre>
<p class="note">The log's own key, for information:</p>
<pre>${esc(model.vkeys.join('\n'))}</pre></section>`;
}

/** What the list of events covers; also used by the PDF. */
export function coverOf(model: ReportModel): string {
  return model.events > MAX_REPORT_ROWS
    ? `The first ${MAX_REPORT_ROWS.toLocaleString('en')} of ${model.events.toLocaleString('en')}; all are in events.ndjson.`
    : 'All of them, oldest first.';
}

/** The range in words; also used by the PDF. */
export function range({ query }: ReportModel): string {
  return `${query.from ?? 'the beginning'} to ${query.to ?? 'now'}`;
}

/** Whether nothing can have been left out; also used by the PDF. */
export function populationOf({ population }: ReportModel): string {
  if (population === null) return 'Matching events only';
  const count = (population.to - population.from).toLocaleString('en');
  return `All ${count} leaves from #${population.from} to #${population.to - 1}`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function esc(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

import type { DemoSummary } from './play.ts';

/** What to look at, for a terminal. `link` makes an address of the page for a query. */
export function formatDemoSummary(summary: DemoSummary, link?: (query: string) => string): string {
  const { events, duplicates, seconds, highlights } = summary;
  const again = duplicates > 0 ? ` (${duplicates.toLocaleString('en')} were there already)` : '';
  const lines = [
    `Played ${events.toLocaleString('en')} events of 90 days in ${seconds.toFixed(1)} s${again}.`,
    '',
    'Six attacks are hidden in it. Find them, and the alerts that they raised:',
  ];
  for (const { title, text, query, alerts, time } of highlights) {
    const day = new Date(time).toISOString().slice(0, 10);
    lines.push('', `  ${day}  ${title}`, `              ${text}`, `              ${query}`);
    lines.push(...alerts.map((alert) => `              ! ${alert}`));
    if (link) lines.push(`              ${link(query)}`);
  }
  return `${lines.join('\n')}\n`;
}

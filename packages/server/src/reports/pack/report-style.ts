/** Style of report.html: calm on screen, exact in print. */
export const reportStyle = `
:root { color-scheme: light; --ink: #1c1b19; --quiet: #66625c; --line: #dedad3; --accent: #1f5f8b;
  --high: #b4540a; --critical: #b3261e; --denied: #6b3fa0; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink);
  font: 13px/20px Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 48px 32px; }
.kind { margin: 0; color: var(--quiet); }
h1 { font-size: 24px; line-height: 32px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; line-height: 24px; margin: 40px 0 4px; }
.lead { margin: 0; font-variant-numeric: tabular-nums; }
.note { margin: 0 0 8px; color: var(--quiet); }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px 24px; margin: 24px 0;
  padding: 16px 0; border-block: 1px solid var(--line); }
dt { color: var(--quiet); font-size: 12px; }
dd { margin: 0; overflow-wrap: anywhere; }
.counts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px 32px; }
table { border-collapse: collapse; width: 100%; margin-bottom: 16px; }
caption { text-align: left; font-weight: 600; padding-bottom: 4px; }
.counts th { text-align: left; font-weight: 400; overflow-wrap: anywhere; padding-right: 8px;
  font-size: 12px; }
.bar { width: 32%; } .bar i { display: block; height: 8px; background: var(--accent); }
.number { text-align: right; font-variant-numeric: tabular-nums; padding-left: 8px; }
.events th { text-align: left; font-size: 12px; color: var(--quiet); font-weight: 500;
  border-bottom: 1px solid var(--ink); padding: 4px 8px 4px 0; }
.events td { border-bottom: 1px solid var(--line); padding: 4px 8px 4px 0; vertical-align: top;
  overflow-wrap: anywhere; }
.mono, pre, code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: 11px; }
.mono { white-space: nowrap; font-variant-numeric: tabular-nums; }
.high td:first-child { box-shadow: inset 2px 0 var(--high); padding-left: 6px; }
.critical td:first-child { box-shadow: inset 2px 0 var(--critical); padding-left: 6px; }
.failure .outcome { color: var(--critical); } .denied .outcome { color: var(--denied); }
.ticket { color: var(--quiet); border: 1px solid var(--line); border-radius: 3px; padding: 0 4px;
  font-size: 11px; white-space: nowrap; }
pre { border: 1px solid var(--line); border-radius: 6px; padding: 12px; white-space: pre-wrap;
  overflow-wrap: anywhere; margin: 8px 0; }
@media (max-width: 700px) {
  .facts, .counts { grid-template-columns: 1fr; } main { padding: 16px; } }
@page { size: A4; margin: 16mm 14mm; }
@media print { main { max-width: none; padding: 0; } body { font-size: 9pt; line-height: 13pt; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; }
  .proof { break-inside: avoid; } .bar i { print-color-adjust: exact; } }
`;

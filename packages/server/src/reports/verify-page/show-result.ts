import type { Check, Finding, PackResult } from '@acta/sdk';

const MAX_ROWS = 200;

const verdicts: Record<PackResult['verdict'], string> = {
  verified: '✓ Verified',
  consistent: '? Consistent in itself, not checked against a key that you trust',
  failed: '✗ Does not verify',
};

/** Puts a verification's outcome on the page; all of it as text. */
export function showResult(place: HTMLElement, result: PackResult): void {
  const verdict = node('p', verdicts[result.verdict]);
  verdict.className = `verdict ${result.verdict}`;
  place.replaceChildren(verdict);
  const { manifest, checkpoint } = result;
  if (manifest !== null) {
    const { q, from, to } = manifest.query;
    const range = `${from ?? 'the beginning'} to ${to ?? 'now'}`;
    const query = q === '' ? 'all events' : q;
    place.append(node('p', `${result.events.toLocaleString('en')} events · ${query} · ${range}`));
    place.append(node('p', completenessOf(result)));
  }
  if (checkpoint !== null) {
    const { origin, size } = checkpoint;
    place.append(node('p', `Log ${origin}, ${size.toLocaleString('en')} entries`));
  }
  place.append(node('h2', 'Checks'), checkTable(result.checks));
  if (result.findings.length > 0) place.append(...findingTable(result));
}

function completenessOf({ complete, checks }: PackResult): string {
  if (!complete) {
    return 'Whether anything matching was left out can not be told from this pack: it has no whole population.';
  }
  const open = checks.some(({ name, ok }) => name === 'selection' && ok === null);
  return open
    ? 'Every leaf of the range is here. The query asks for more than leaves show: see the open check.'
    : 'Every leaf of the range is here: nothing matching can have been left out.';
}

/** Says that nothing could be checked, and why. */
export function showError(place: HTMLElement, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const verdict = node('p', `Could not check: ${message}`);
  verdict.className = 'verdict failed';
  place.replaceChildren(verdict);
}

function checkTable(checks: Check[]): HTMLElement {
  const rows = checks.map(({ ok, what, expected, found }) => {
    const state = ok === null ? '? open' : ok ? '✓ holds' : '✗ fails';
    const cell = node('td', state);
    cell.className = `state ${ok === null ? 'consistent' : ok ? 'verified' : 'failed'}`;
    return row([cell, node('td', what), node('td', expected), node('td', found)]);
  });
  return table(['', 'What', 'Expected', 'Found'], rows);
}

function findingTable({ findings, omitted }: PackResult): HTMLElement[] {
  const cells = ({ what, where, expected, found }: Finding) =>
    row([what, where, expected, found].map((text) => node('td', text)));
  const rest = findings.length - Math.min(findings.length, MAX_ROWS) + omitted;
  const parts = [node('h2', 'What does not hold')];
  parts.push(table(['What', 'Where', 'Expected', 'Found'], findings.slice(0, MAX_ROWS).map(cells)));
  if (rest > 0) parts.push(node('p', `and ${rest} more`));
  return parts;
}

function table(heads: string[], rows: HTMLElement[]): HTMLElement {
  const element = document.createElement('table');
  const head = document.createElement('thead');
  head.append(row(heads.map((text) => node('th', text))));
  const body = document.createElement('tbody');
  body.append(...rows);
  element.append(head, body);
  return element;
}

function row(cells: HTMLElement[]): HTMLElement {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

function node(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

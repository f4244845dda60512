// Search parameters as plain text: `?q=actor:octocat&range=24h`, readable and easy to type.

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: object): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(search) as [string, string | undefined][]) {
    if (value === undefined || value === '') continue;
    // Characters that stand for themselves in a query string stay readable: `:`, `/`, `,`, `*`.
    const text = encodeURIComponent(value).replace(/%(3A|2F|2C|2A)/g, decodeURIComponent);
    parts.push(`${encodeURIComponent(name)}=${text.replaceAll('%20', '+')}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** What the Events screen keeps in its address. */
export interface EventsSearch {
  q?: string | undefined;
  range?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  order?: 'time' | undefined;
  event?: string | undefined;
  panel?: 'proof' | 'raw' | 'history' | undefined;
  live?: '1' | undefined;
  compare?: string | undefined;
}

const PANELS = ['proof', 'raw', 'history'] as const;

/** Keeps what it knows; a wrong value falls away instead of breaking the page. */
export function validateEventsSearch(search: Record<string, unknown>): EventsSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const moment = (name: string) => {
    const value = text(name);
    return value && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  return {
    q: text('q'),
    range: text('range'),
    from: moment('from'),
    to: moment('to'),
    order: text('order') === 'time' ? 'time' : undefined,
    event: text('event'),
    panel: PANELS.find((panel) => panel === text('panel')),
    live: text('live') === '1' ? '1' : undefined,
    compare: text('compare'),
  };
}

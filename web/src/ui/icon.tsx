// The page's glyphs: 16 px, 1.5 px strokes, drawn in the text's colour.

const PATHS = {
  events: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  integrity: 'M8 1.8 13 3.6v4c0 3.2-2.1 5.5-5 6.6-2.9-1.1-5-3.4-5-6.6v-4zM5.7 8l1.6 1.6 3-3.2',
  sources: 'M8 2v7.5M5 6.8 8 9.8l3-3M2.5 10.5v2a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2',
  settings:
    'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M8 1.8v1.6M8 12.6v1.6M1.8 8h1.6M12.6 8h1.6M3.6 3.6l1.2 1.2M11.2 11.2l1.2 1.2M12.4 3.6l-1.2 1.2M4.8 11.2l-1.2 1.2',
  alerts:
    'M8 2.2a3.9 3.9 0 0 1 3.9 3.9c0 3.6 1.6 4.7 1.6 4.7h-11s1.6-1.1 1.6-4.7A3.9 3.9 0 0 1 8 2.2M6.6 13.3a1.5 1.5 0 0 0 2.8 0',
  rules: 'M3 2.5h7l3 3v8H3zM5.5 7.5h3M5.5 10.5h5M10 2.5v3h3',
  sinks: 'M14 2.5 7.2 9.3M14 2.5l-4.2 11-2.6-4.2L3 6.7z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1',
  check: 'm3.5 8.5 3 3 6-7',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 4.8V8l2.2 1.6',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  right: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  up: 'm4 9.5 4-4 4 4',
  down: 'm4 6.5 4 4 4-4',
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  download: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10',
  bookmark: 'M4.5 2.5h7v11L8 10.8l-3.5 2.7z',
  filter: 'M2.5 3.5h11L9.5 8.4v4.1l-3 1.2V8.4z',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.8h-2.8',
  external:
    'M6 3.5H3.5a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V10M9 2.5h4.5V7M13.5 2.5 7.5 8.5',
  warning: 'M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.2v.1',
  lock: 'M4 7.5h8a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1M5.2 7.5V5.3a2.8 2.8 0 0 1 5.6 0v2.2',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  key: 'M5.5 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M8.3 8.5 14 8.5M12 8.5v2.5',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9',
  compare: 'M3 3.5h3.5v9H3zM9.5 3.5H13v9H9.5z',
  user: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8M3 13.5c.5-2.6 2.5-4 5-4s4.5 1.4 5 4',
  bot: 'M4.5 6h7a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1M8 6V3M6.3 9v.6M9.7 9v.6',
  workload: 'm8 2 5.2 3v6L8 14l-5.2-3V5zM2.8 5 8 8l5.2-3M8 8v6',
  system: 'M3 4h10v3.5H3zM3 8.5h10V12H3zM5 5.8h.1M5 10.3h.1',
  agent: 'M8 2.2 9.5 6.5 13.8 8 9.5 9.5 8 13.8 6.5 9.5 2.2 8l4.3-1.5z',
  rail: 'M2.5 3.5h11v9h-11zM6 3.5v9',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  keyboard: 'M2 4.5h12v7H2zM4.5 7h.1M7 7h.1M9.5 7h.1M12 7h.1M5.5 9.5h5',
  out: 'M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3M10 5l3 3-3 3M13 8H6',
  empty: 'M2.5 9.5 4.5 3.5h7l2 6v3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM2.5 9.5h3l1 1.5h3l1-1.5h3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

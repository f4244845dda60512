export { playDemo, type DemoOptions, type DemoSummary } from './play.ts';
export { playLive } from './live.ts';
export { formatDemoSummary } from './summary.ts';
export type { Highlight } from './item.ts';

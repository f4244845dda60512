export { eventsSourceType } from './events-source-type.ts';
export * as httpLimits from './limits.ts';
export type * from './ports.ts';
export { createServer } from './server.ts';
export type { App } from './app-type.ts';

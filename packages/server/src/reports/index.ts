export { createReports } from './reports.ts';
export type { Reports } from './reports.ts';
export type * from './ports.ts';

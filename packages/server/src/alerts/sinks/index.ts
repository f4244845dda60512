// Where alerts are told: sinks, the routes to them, and the ledger of what was delivered.
export type { AnswerRequest, Answers } from './answers.ts';
export { openAlertSinks, type AlertSinks, type AlertSinksOptions } from './open.ts';
export type { Routes } from './routes.ts';
export type { SinkCaller, Sinks } from './sinks.ts';

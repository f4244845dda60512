// Pulls: Acta asks products by itself, and asks again what may have been lost.
export { createPulls, type Pulls } from './schedule.ts';
export type { PullsOptions } from './ports.ts';
export { createReconciler, type Reconciler, type ReconcilerOptions } from './reconcile.ts';

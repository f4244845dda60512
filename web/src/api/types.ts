// The API's shared types, under one name for the whole page.
export type * from '@acta/sdk';
export type { ActaEvent, Actor, Target } from '@acta/event';

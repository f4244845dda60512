import { sentenceOf } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import { localTime } from './output.ts';
import type { Paint } from './paint.ts';
import type { Column } from './table.ts';

/** How an event reads as a row. */
export function eventColumns(paint: Paint): Column<LoggedEvent>[] {
  return [
    { title: 'INDEX', value: (event) => event.index, align: 'right', paint: paint.dim },
    { title: 'TIME', value: (event) => localTime(event.time) },
    { title: 'ACTOR', value: actorName, shrink: 2, min: 10, paint: paint.bold },
    { title: 'WHAT', value: (event) => sentenceOf(event).text, shrink: 3, min: 20 },
    { title: 'SOURCE', value: (event) => event.source?.name ?? event.source?.type, shrink: 1 },
    {
      title: 'SEVERITY',
      value: (event) => event.severity,
      paint: (text, event) => severityBrush(paint, event)(text),
    },
    {
      title: 'OUTCOME',
      value: (event) => event.outcome,
      paint: (text, event) => outcomeBrush(paint, event)(text),
    },
  ];
}

/** The best name that the event has for its actor. */
export function actorName(event: LoggedEvent): string {
  const { actor } = event;
  return actor?.name ?? actor?.email ?? actor?.id ?? (event.withheld ? '(withheld)' : 'unknown');
}

export function severityBrush(paint: Paint, event: LoggedEvent): (text: string) => string {
  if (event.severity === 'critical') return (text) => paint.bold(paint.red(text));
  if (event.severity === 'high') return paint.red;
  if (event.severity === 'medium') return paint.yellow;
  return paint.dim;
}

function outcomeBrush(paint: Paint, event: LoggedEvent): (text: string) => string {
  if (event.outcome === 'failure') return paint.red;
  if (event.outcome === 'denied') return paint.magenta;
  return paint.dim;
}

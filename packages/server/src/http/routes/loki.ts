import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { addDoor } from './compatible.ts';

/** Loki's push API. */
export function lokiRoutes(app: App, context: HttpContext): void {
  const door = context.compatible.loki;
  addDoor(
    app,
    context,
    door,
    ['basic'],
    [
      {
        method: 'POST',
        url: '/loki/api/v1/push',
        summary: 'Lines of Loki senders',
        answer: (caller, request) => door.push(caller, request),
      },
    ],
  );
}

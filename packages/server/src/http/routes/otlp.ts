import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { addDoor } from './compatible.ts';

/** OTLP/HTTP for logs. */
export function otlpRoutes(app: App, context: HttpContext): void {
  const door = context.compatible.otlp;
  addDoor(
    app,
    context,
    door,
    ['basic'],
    [
      {
        method: 'POST',
        url: '/v1/logs',
        summary: 'Log records of OpenTelemetry senders',
        answer: (caller, request) => door.logs(caller, request),
      },
    ],
  );
}

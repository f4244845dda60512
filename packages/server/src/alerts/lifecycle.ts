// The states of an alert and what moves it from one to another. Pure.
import type { Alert, AlertAction, AlertStep } from '@acta/sdk';
import { ActaError } from '../lib/errors.ts';

/** An alert after an action, the step of its history, and the event that records it. */
export interface Moved {
  alert: Alert;
  step: AlertStep;
  action: string;
}

const NOTE_CHARS = 10_000;

const wrong = (code: string, detail: string, next: string): ActaError =>
  new ActaError({ code, status: 409, fault: 'caller', detail, next });

/**
 * What an action makes of an alert.
 *
 * @throws ActaError `alert_resolved`, `alert_not_resolved` (409), `alert_action_invalid` (400)
 */
export function moved(alert: Alert, asked: AlertAction, by: string, now: string): Moved {
  checkAsked(asked);
  if (asked.action === 'reopen') {
    if (alert.status !== 'resolved') {
      throw wrong('alert_not_resolved', 'The alert is not resolved.', 'There is nothing to do.');
    }
  } else if (alert.status === 'resolved' && asked.action !== 'note') {
    throw wrong('alert_resolved', 'The alert is resolved.', 'Reopen it first.');
  }
  const { what, action, changes } = effects[asked.action](asked, by);
  const note = asked.note === undefined ? {} : { note: asked.note };
  return {
    alert: { ...alert, ...changes, updated: now },
    step: { at: now, by, what, ...note },
    action,
  };
}

type Effect = { what: AlertStep['what']; action: string; changes: Partial<Alert> };

const effects: Record<AlertAction['action'], (asked: AlertAction, by: string) => Effect> = {
  acknowledge: (_asked, by) => ({
    what: 'acknowledged',
    action: 'alert.acknowledged',
    changes: { status: 'acknowledged', assignee: by },
  }),
  start: (_asked, by) => ({
    what: 'started',
    action: 'alert.started',
    changes: { status: 'in_progress', assignee: by },
  }),
  assign: ({ assignee = null }) => ({
    what: 'assigned',
    action: 'alert.assigned',
    changes: { assignee },
  }),
  note: () => ({ what: 'noted', action: 'alert.noted', changes: {} }),
  resolve: ({ verdict }) => ({
    what: 'resolved',
    action: 'alert.resolved',
    changes: { status: 'resolved', verdict: verdict ?? null },
  }),
  reopen: () => ({
    what: 'reopened',
    action: 'alert.reopened',
    changes: { status: 'open', verdict: null },
  }),
};

function checkAsked({ action, verdict, note, assignee }: AlertAction): void {
  const invalid = (detail: string) =>
    new ActaError({
      code: 'alert_action_invalid',
      status: 400,
      fault: 'caller',
      detail,
      next: 'Correct the request.',
    });
  if (action === 'resolve' && verdict === undefined) {
    throw invalid('A resolved alert has a verdict.');
  }
  if (action === 'note' && (note ?? '').trim() === '') throw invalid('The note is empty.');
  if ((note ?? '').length > NOTE_CHARS)
    throw invalid(`A note has at most ${NOTE_CHARS} characters.`);
  if (action === 'assign' && assignee === undefined) throw invalid('Nobody is named as assignee.');
}

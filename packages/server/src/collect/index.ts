// The doors over HTTP: they read a request under limits, hand it to the intake, and put its answer
// into words. Refusals are thrown as ActaError; whoever serves HTTP turns them into problem
// documents.
import type { IngestAnswer } from '@acta/sdk';
import { keyPrefix, type Caller, type Intake, type SentEvents } from '../ingest/index.ts';
import type { Clock } from '../lib/clock.ts';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import { WORTH_A_THREAD_BYTES, type Ahead } from './ahead/index.ts';
import type { RequestAhead } from './ahead/messages.ts';
import { plainBody } from './body.ts';
import { refused } from './errors.ts';
import { readEvents } from './read-events.ts';
import { jsonAnswer, plainHeaders, type DoorAnswer, type DoorRequest } from './request.ts';

export {
  BODY_BYTES,
  COMPRESSED_BYTES,
  EVENT_BYTES,
  EVENTS_PER_REQUEST,
  PLAIN_BYTES,
} from './limits.ts';
export { createAhead, type Ahead } from './ahead/index.ts';
export type { CompatibleContext, Refusing } from './compatible.ts';
export { createCompatibleDoors, type CompatibleDoors } from './compatible-doors.ts';
export { createImportDoor, type ImportDoor } from './import.ts';
export type { DoorAnswer, DoorRequest } from './request.ts';
export { createFilesDoor, pathProblem } from './files/index.ts';
export { settingProblem, type SettingProblem } from './source-settings.ts';
export { createSyslogDoor, type Listening, type SyslogContext } from './syslog/index.ts';

export interface Doors {
  /** `POST /v1/events`: 200, 207 with some rejected, 400 with all. */
  events(caller: Caller, request: DoorRequest): Promise<DoorAnswer>;
  /** `POST /intake/{source}`: 200, 202 when something went to quarantine. */
  delivery(source: string, request: DoorRequest): Promise<DoorAnswer>;
  /** `GET /intake/{source}`: a product asks once whether the address is meant for it. */
  challenge(source: string, request: DoorRequest): Promise<DoorAnswer>;
}

export interface DoorsContext {
  intake: Intake;
  /** Makes the entries of large requests. */
  ahead: Pick<Ahead, 'make'>;
  clock: Clock;
  limits: Limits;
}

export function createDoors({ intake, ahead, clock, limits }: DoorsContext): Doors {
  return {
    async events(caller, request) {
      const received = clock.now();
      const headers = plainHeaders(request.headers);
      const key = idempotencyKey(headers['idempotency-key'], caller);
      const body = await plainBody(headers, request.body, limits);
      const named = { received, ...(key === undefined ? {} : { key }) };
      const taken = await takenAhead({ intake, ahead }, caller, { headers, body, ...named });
      if (taken !== null) return taken;
      const read = readEvents(headers, body, limits);
      const sent = { ...read, headers: keptHeaders(headers), ...named };
      return handIn(intake, caller, sent, request.id);
    },
    async delivery(source, request) {
      const received = clock.now();
      await intake.requireSource(source);
      const headers = plainHeaders(request.headers);
      let body: Buffer;
      try {
        body = await plainBody(headers, request.body, limits);
      } catch (error) {
        if (error instanceof ActaError) intake.noteRefused(source, error.code);
        throw error;
      }
      const delivery = { headers, body, received };
      const answer = await intake.acceptDelivery(source, delivery, request.remoteAddress);
      return jsonAnswer(answer.quarantined.length === 0 ? 200 : 202, answer);
    },
    async challenge(source, request) {
      const { headers, body, received } = {
        headers: plainHeaders(request.headers),
        body: request.body,
        received: clock.now(),
      };
      const answer = await intake.challenge(source, { headers, body, received });
      return { status: 200, headers: { 'content-type': answer.contentType }, body: answer.body };
    },
  };
}

/**
 * The answer of a large request whose entries are made by a thread; null where the intake is to
 * take it.
 */
async function takenAhead(
  { intake, ahead }: Pick<DoorsContext, 'intake' | 'ahead'>,
  caller: Caller,
  request: Omit<RequestAhead, 'sender'>,
): Promise<DoorAnswer | null> {
  if (request.body.length < WORTH_A_THREAD_BYTES || caller.workload !== undefined) return null;
  const sender = await intake.senderOf(caller);
  const made = await ahead.make({ ...request, sender });
  if (made === null) return null;
  try {
    return jsonAnswer(200, await intake.acceptAhead(sender, made.entries, made.seen));
  } finally {
    made.giveBack();
  }
}

/** Not async: what was read is much, and an async function would hold it until the answer. */
function handIn(
  intake: Intake,
  caller: Caller,
  sent: SentEvents,
  id: string | undefined,
): Promise<DoorAnswer> {
  const { length } = sent.items;
  return intake.acceptEvents(caller, sent).then((answer) => eventsAnswer(answer, length, id));
}

function eventsAnswer(answer: IngestAnswer, sent: number, id: string | undefined): DoorAnswer {
  if (answer.rejected.length === 0) return jsonAnswer(200, answer);
  if (answer.rejected.length < sent) return jsonAnswer(207, answer);
  const [first] = answer.rejected;
  const why = `${first?.path ?? ''} ${first?.error ?? ''}`.trim();
  const problem = {
    type: 'urn:acta:problem:events_invalid',
    title: 'Bad Request',
    status: 400,
    detail: `None of the events is valid; the first: ${why}. Correct them; /schema/event-input.json describes an event.`,
    code: 'events_invalid',
    ...(id === undefined ? {} : { request_id: id }),
    ...answer,
  };
  return jsonAnswer(400, problem, 'application/problem+json');
}

/** Printable, at most 200 characters; kept apart from ids in events by its beginning. */
function idempotencyKey(value: string | undefined, caller: Caller): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (!/^[\x20-\x7e]{1,200}$/.test(value)) throw refused('idempotency_key_invalid');
  // Senders without a source of their own share one: their keys stay apart by who they are.
  return `${keyPrefix}${caller.source === undefined ? `${caller.id}:` : ''}${value}`;
}

/** Headers that belong to the record of what could not be read. */
function keptHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name === 'content-type' || name === 'user-agent' || name.startsWith('ce-'),
    ),
  );
}

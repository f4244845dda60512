// Splunk's HTTP Event Collector. An acknowledgement's number is the place in the log of the
// request's last event: it needs no memory, and holds across restarts.
import type { Caller, RecordsAnswer } from '../../ingest/index.ts';
import { object, list } from '../../sources/reader.ts';
import { createCompatible, type CompatibleContext, type Refusing } from '../compatible.ts';
import { refused } from '../errors.ts';
import { ACKS_PER_REQUEST } from '../limits.ts';
import { jsonAnswer, plainHeaders, type DoorAnswer, type DoorRequest } from '../request.ts';
import { outcome, refusal } from './answers.ts';
import { envelopes, rawRecords } from './envelopes.ts';

export interface HecDoor extends Refusing {
  /** `POST /services/collector`, `/services/collector/event`. */
  event(caller: Caller, request: DoorRequest): Promise<DoorAnswer>;
  /** `POST /services/collector/raw`. */
  raw(caller: Caller, request: DoorRequest): Promise<DoorAnswer>;
  /** `POST /services/collector/ack`. */
  ack(request: DoorRequest): DoorAnswer;
  /** `GET /services/collector/health`. */
  health(): DoorAnswer;
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The channel of a request, in its header or query. Throws ActaError 400 where it is no GUID. */
function channelOf(request: DoorRequest): string | undefined {
  const header = plainHeaders(request.headers)['x-splunk-request-channel'];
  const channel = header ?? request.query?.['channel'];
  if (channel !== undefined && !guid.test(channel)) throw refused('channel_invalid');
  return channel;
}

export function createHecDoor(context: CompatibleContext): HecDoor {
  const { limits, size } = context;
  const compatible = createCompatible(context, 'hec');

  function answer(request: DoorRequest, { outcomes }: RecordsAnswer): DoorAnswer {
    if (channelOf(request) === undefined) return outcome(outcomes, undefined);
    const places = outcomes.flatMap((one) =>
      one.ok ? one.receipts.map(({ index }) => index) : [],
    );
    const last = places.reduce((last, place) => Math.max(last, place), -1);
    return outcome(outcomes, last < 0 ? Math.max(0, size() - 1) : last);
  }

  return {
    async event(caller, request) {
      channelOf(request);
      return answer(
        request,
        await compatible.take(caller, request, (body) => some(envelopes(body))),
      );
    },
    async raw(caller, request) {
      channelOf(request);
      const cut = (body: Buffer) => some(rawRecords(body, request.query ?? {}));
      return answer(request, await compatible.take(caller, request, cut));
    },
    ack(request) {
      if (channelOf(request) === undefined) throw refused('channel_missing');
      const ids = acksOf(request.body, limits.value(ACKS_PER_REQUEST));
      const durable = size();
      const acks = Object.fromEntries(ids.map((id) => [String(id), id < durable]));
      return jsonAnswer(200, { acks });
    },
    health: () => jsonAnswer(200, { text: 'HEC is healthy', code: 17 }),
    refused: refusal,
  };
}

function some<T>(records: readonly T[]): readonly T[] {
  if (records.length === 0) throw refused('body_empty');
  return records;
}

function acksOf(body: Buffer, limit: number): number[] {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw refused('acks_invalid', ACKS_PER_REQUEST.name, error);
  }
  const acks = list(object(value)?.['acks']);
  const ids = acks.filter((id): id is number => Number.isSafeInteger(id) && Number(id) >= 0);
  if (!Array.isArray(object(value)?.['acks']) || ids.length !== acks.length || ids.length > limit) {
    throw refused('acks_invalid', ACKS_PER_REQUEST.name);
  }
  return ids;
}

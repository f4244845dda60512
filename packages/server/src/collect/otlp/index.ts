// OTLP/HTTP for logs. The protocol has no ids: a batch that is sent again is told from a new one
// only by the ids of products, or by `log.record.uid`.
import type { Caller, SentRecord } from '../../ingest/index.ts';
import { checkParts, createCompatible, textOf } from '../compatible.ts';
import type { CompatibleContext, Refusing } from '../compatible.ts';
import { logsOfJson } from '../../sources/otlp/cut.ts';
import { NotNormalizable } from '../../sources/types.ts';
import { refused } from '../errors.ts';
import { readMessage } from '../protobuf-body.ts';
import type { DoorAnswer, DoorRequest } from '../request.ts';
import { exported, isJson, refusal } from './answers.ts';
import { logsOfProtobuf } from './protobuf.ts';
import { sentRecord } from './records.ts';

export interface OtlpDoor extends Refusing {
  /** `POST /v1/logs`. */
  logs(caller: Caller, request: DoorRequest): Promise<DoorAnswer>;
}

export function createOtlpDoor(context: CompatibleContext): OtlpDoor {
  const { limits } = context;
  const compatible = createCompatible(context, 'otlp');

  function records(body: Buffer, json: boolean): SentRecord[] {
    if (!json) return readMessage(() => logsOfProtobuf(body)).map(sentRecord);
    checkParts(body, limits);
    try {
      return logsOfJson(textOf(body).text).map(sentRecord);
    } catch (error) {
      if (!(error instanceof NotNormalizable)) throw error;
      const isJson = error.code === 'json_invalid';
      throw refused(isJson ? 'json_invalid' : 'otlp_body_invalid', '', error);
    }
  }

  return {
    async logs(caller, request) {
      const json = isJson(request.headers);
      const answer = await compatible.take(caller, request, (body) => records(body, json));
      return exported(answer, request.headers);
    },
    refused: refusal,
  };
}

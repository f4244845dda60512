// Answers as Elasticsearch gives them: clients look at the product's name in a header, and at the
// status of each item.
import type { RecordOutcome } from '../../ingest/index.ts';
import type { ActaError } from '../../lib/errors.ts';
import { jsonAnswer, type DoorAnswer } from '../request.ts';
import type { BulkItem } from './actions.ts';

/** The version that clients are told: they refuse servers that are older than they are. */
const version = {
  number: '9.0.0',
  build_flavor: 'default',
  build_type: 'docker',
  lucene_version: '10.0.0',
  minimum_wire_compatibility_version: '8.0.0',
  minimum_index_compatibility_version: '8.0.0',
};

const types: Readonly<Record<number, string>> = {
  400: 'illegal_argument_exception',
  401: 'security_exception',
  403: 'security_exception',
  404: 'resource_not_found_exception',
  413: 'content_too_long_exception',
  429: 'es_rejected_execution_exception',
  503: 'es_rejected_execution_exception',
};

/** A JSON answer of the product that the sender thinks it talks to. */
export function elasticAnswer(status: number, value: unknown): DoorAnswer {
  const answer = jsonAnswer(status, value, 'application/json');
  return { ...answer, headers: { ...answer.headers, 'x-elastic-product': 'Elasticsearch' } };
}

export function refusal(error: ActaError): DoorAnswer {
  const cause = { type: types[error.status] ?? 'exception', reason: error.message };
  const body = { error: { root_cause: [cause], ...cause }, status: error.status };
  return elasticAnswer(error.status, body);
}

/** `GET /`: what clients ask before they send. */
export const info = (): DoorAnswer =>
  elasticAnswer(200, {
    name: 'acta',
    cluster_name: 'acta',
    cluster_uuid: 'acta',
    version,
    tagline: 'You Know, for Search',
  });

export const license = (): DoorAnswer =>
  elasticAnswer(200, { license: { status: 'active', uid: 'acta', type: 'basic', mode: 'basic' } });

export const clusterHealth = (): DoorAnswer =>
  elasticAnswer(200, { cluster_name: 'acta', status: 'green', timed_out: false });

/** The answer to a bulk request; `outcomes` are those of the items with records, in order. */
export function bulkAnswer(
  items: readonly BulkItem[],
  outcomes: readonly RecordOutcome[],
  took_ms: number,
): DoorAnswer {
  let at = 0;
  let errors = false;
  const answers = items.map((item) => {
    const outcome = item.record === undefined ? notDone : (outcomes[at++] as RecordOutcome);
    errors ||= !outcome.ok;
    return { [item.operation]: itemAnswer(item, outcome) };
  });
  return elasticAnswer(200, { took: took_ms, errors, items: answers });
}

const notDone: RecordOutcome = {
  ok: false,
  code: 'illegal_argument_exception',
  detail: 'Acta adds records and never changes or deletes one: use create or index.',
};

function itemAnswer({ index, id }: BulkItem, outcome: RecordOutcome): object {
  if (!outcome.ok) {
    const known = outcome === notDone;
    const type = known ? outcome.code : 'document_parsing_exception';
    const reason = known ? outcome.detail : `${outcome.code}: ${outcome.detail}`;
    return { _index: index, _id: id ?? null, status: 400, error: { type, reason } };
  }
  const { receipts } = outcome;
  const [first] = receipts;
  const isKnown = receipts.length > 0 && receipts.every(({ duplicate }) => duplicate === true);
  return {
    _index: index,
    _id: id ?? first?.id ?? null,
    _version: 1,
    result: isKnown ? 'noop' : 'created',
    _shards: { total: 1, successful: 1, failed: 0 },
    _seq_no: first?.index ?? 0,
    _primary_term: 1,
    status: isKnown ? 200 : 201,
  };
}

// `POST /v1/sources/{name}/records`: records of a file that somebody with the permission hands in,
// piece by piece. What a file says is the importer's word: the actor's assurance is `claimed`.
import type { ImportAnswer } from '@acta/sdk';
import { actaItself, type Audit, type Caller, type Intake } from '../ingest/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import { plainBody } from './body.ts';
import { refused } from './errors.ts';
import {
  jsonAnswer,
  mediaType,
  plainHeaders,
  type DoorAnswer,
  type DoorRequest,
} from './request.ts';

export interface ImportContext {
  intake: Pick<Intake, 'acceptAuthenticated' | 'preview' | 'requireSource'>;
  audit: Audit;
  clock: Clock;
  limits: Limits;
}

/** 200 with what was taken; with `check=true` what would be, and nothing is. */
export type ImportDoor = (
  caller: Caller,
  source: string,
  request: DoorRequest,
) => Promise<DoorAnswer>;

interface Piece {
  /** What the file is called. */
  file: string | undefined;
  /** Tells the file from others whatever its name. */
  fingerprint: string | undefined;
  /** The number of its first record in the file. */
  first: number;
}

export function createImportDoor(context: ImportContext): ImportDoor {
  const { intake, audit, clock, limits } = context;
  return async (caller, source, request) => {
    const received = clock.now();
    await intake.requireSource(source);
    const piece = pieceOf(request.query ?? {});
    const headers = plainHeaders(request.headers);
    const body = await plainBody(headers, request.body, limits);
    if (body.length === 0) throw refused('body_empty');
    const isText = mediaType(headers) === 'text/plain';
    const delivery = { headers: {}, body, received };
    if (request.query?.['check'] === 'true') {
      return jsonAnswer(200, await intake.preview(source, delivery, 'import'));
    }
    const answer = await intake.acceptAuthenticated(source, delivery, {
      via: 'import',
      assurance: 'claimed',
      marks: ['imported'],
      again: true,
      piece: true,
      ...(isText ? { lines: true } : {}),
      ...(isText && piece.fingerprint !== undefined ? { nameRecord: naming(piece) } : {}),
    });
    if (answer.accepted > 0) {
      await audit.record(caller ?? actaItself, {
        action: 'source.imported',
        target: { type: 'source', id: `source:${source}`, name: source },
        labels: {
          ...(piece.file === undefined ? {} : { file: piece.file }),
          first: String(piece.first),
          accepted: String(answer.accepted),
          duplicates: String(answer.duplicates),
        },
      });
    }
    const { accepted, duplicates, quarantined } = answer;
    const failed = (answer.failed ?? []).map(({ code, detail, count = linesIn(body) }) => ({
      code,
      detail,
      count,
    }));
    return jsonAnswer(200, { accepted, duplicates, quarantined, failed } satisfies ImportAnswer);
  };
}

/** Lines of text have no ids: their place in the file tells equal ones apart, however it is cut. */
function naming({ fingerprint, first }: Piece): () => string {
  let next = first;
  return () => `import:${fingerprint}:${next++}`;
}

/** How many records stand in a piece that can't be cut into records: they are lines mostly. */
function linesIn(body: Buffer): number {
  const lines = body.toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').length;
}

function pieceOf(query: Readonly<Record<string, string | undefined>>): Piece {
  const { file, fingerprint, first = '0' } = query;
  const isGood =
    /^\d{1,15}$/.test(first) &&
    (file === undefined || file.length <= 500) &&
    (fingerprint === undefined || /^[\w-]{8,64}$/.test(fingerprint));
  if (!isGood) throw refused('piece_invalid');
  return { file, fingerprint, first: Number(first) };
}

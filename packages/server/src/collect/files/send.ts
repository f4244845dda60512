// Hands lines of a file to the intake until they are durable, held or refused for good.
import type { Intake } from '../../ingest/index.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { isPlainRecord } from '../../sources/json-text.ts';
import { namesOf, type Line } from './lines.ts';

export interface SendContext {
  intake: Pick<Intake, 'acceptAuthenticated'>;
  logger: Logger;
  /** Resolves after a while, at once when it ends. */
  pause: (time_ms: number) => Promise<void>;
  stopped: () => boolean;
  /** Counts lines that could not be recorded. */
  lost: (count: number) => void;
}

const retryMs = [50, 100, 250, 500, 1_000, 2_000, 5_000] as const;
/** Errors of our own making are tried so often, then line by line. */
const bugTries = 2;

/** True once all lines are dealt with; false where the source takes nothing now, or it ends. */
export async function send(
  context: SendContext,
  source: string,
  file: string,
  lines: readonly Line[],
  received: number,
): Promise<boolean> {
  for (const part of partsOf(lines)) {
    if (!(await sendPart(context, source, file, part, received))) return false;
  }
  return true;
}

/** A line that JSON readers would refuse goes alone, so that it takes no others with it. */
function partsOf(lines: readonly Line[]): Line[][] {
  const parts: Line[][] = [];
  let open: Line[] | undefined;
  for (const line of lines) {
    const odd = !isPlainRecord(line.text);
    if (open === undefined || odd) {
      open = [];
      parts.push(open);
    }
    open.push(line);
    if (odd) open = undefined;
  }
  return parts;
}

async function sendPart(
  context: SendContext,
  source: string,
  file: string,
  lines: readonly Line[],
  received: number,
): Promise<boolean> {
  for (let tries = 0; !context.stopped(); tries++) {
    const answer = await handIn(context, source, file, lines, received);
    if (typeof answer === 'boolean') return answer;
    if (!(answer instanceof ActaError) && tries >= bugTries) {
      return oneByOne(context, source, file, lines, received, answer);
    }
    await context.pause(retryMs[Math.min(tries, retryMs.length - 1)] as number);
  }
  return false;
}

async function oneByOne(
  context: SendContext,
  source: string,
  file: string,
  lines: readonly Line[],
  received: number,
  error: unknown,
): Promise<boolean> {
  if (lines.length === 1) {
    const { offset } = lines[0] as Line;
    context.lost(1);
    context.logger.error('a line could not be recorded', { source, file, offset, error });
    return true;
  }
  for (const line of lines) {
    if (!(await sendPart(context, source, file, [line], received))) return false;
  }
  return true;
}

/** True when it is done with, false where the source takes nothing; else an error to try after. */
async function handIn(
  { intake, logger }: SendContext,
  source: string,
  file: string,
  lines: readonly Line[],
  received: number,
): Promise<unknown> {
  const body = Buffer.from(lines.map(({ text }) => text).join('\n'), 'utf8');
  const nameRecord = namesOf(file, lines);
  const by = { via: 'file', assurance: 'source_authenticated', lines: true, nameRecord } as const;
  try {
    await intake.acceptAuthenticated(source, { headers: {}, body, received }, by);
    return true;
  } catch (error) {
    if (!(error instanceof ActaError)) return error;
    if (error.status === 400) return true; // unreadable: it lies in quarantine
    if (error.status < 500) return false; // paused or removed: it stays where it is
    logger.debug('a file waits for the log', { source, reason: messageOf(error) });
    return error;
  }
}

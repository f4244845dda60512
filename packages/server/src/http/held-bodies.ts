// Bodies of senders that are not authenticated yet are held in memory until their signature can be
// checked: all of them together within a limit.
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import { HELD_BODY_BYTES } from './limits.ts';

/** Counts what goes through until the reply is done; 503 `too_many_bodies` beyond the limit. */
export function createHeldBodies(limits: Limits) {
  const limit = limits.value(HELD_BODY_BYTES);
  let held = 0;
  return (body: Readable, reply: FastifyReply): Readable => {
    let own = 0;
    const release = () => {
      held -= own;
      own = 0;
    };
    reply.raw.once('finish', release).once('close', release);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (held + chunk.length > limit) {
          limits.reached(HELD_BODY_BYTES);
          done(tooMany());
          return;
        }
        own += chunk.length;
        held += chunk.length;
        done(null, chunk);
      },
    });
    // A sender that goes away in the middle ends its body too; one that is refused gets its answer.
    body.once('close', () => body.readableEnded || counted.destroy());
    return body.pipe(counted);
  };
}

function tooMany(): ActaError {
  return new ActaError({
    code: 'too_many_bodies',
    status: 503,
    fault: 'operator',
    detail: `Deliveries that are being received pass the limit ${HELD_BODY_BYTES.name} together.`,
    next: 'Send it again shortly.',
    retry_after_s: 5,
  });
}

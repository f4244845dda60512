import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../lib/metrics.ts';

const BUCKETS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Counts answers by route and status, and how long they took. */
export function addRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  const answers = metrics.histogram(
    'acta_http_request_seconds',
    'Seconds from a request to the end of its answer.',
    BUCKETS_S,
    ['method', 'route', 'status'],
  );
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    answers.observe(labels, reply.elapsedTime / 1000);
    done();
  });
}

// The HTTP application: hooks in order (headers, then who may), then the routes by resource.
import fastify from 'fastify';
import type { App } from './app-type.ts';
import { sendProblem } from './errors.ts';
import { addGuard } from './guard.ts';
import { addJsonBodies } from './json-bodies.ts';
import { FOLDED_SEARCHES, JSON_BODY_BYTES } from './limits.ts';
import { collectMethods } from './methods.ts';
import { addOpenApi, openApiRoute } from './openapi.ts';
import { addPage } from './page.ts';
import type { HttpContext } from './ports.ts';
import { stopping } from './problem.ts';
import { createReadLog } from './read-log.ts';
import { addRequestMetrics } from './request-metrics.ts';
import { bulkRoutes, rootRoute } from './routes/bulk.ts';
import { alertRouteRoutes } from './routes/alert-routes.ts';
import { alertRoutes } from './routes/alerts.ts';
import { otlpRoutes } from './routes/otlp.ts';
import { lokiRoutes } from './routes/loki.ts';
import { hecRoutes } from './routes/hec.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { doorRoutes } from './routes/doors.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/exports.ts';
import { integrityRoutes } from './routes/integrity.ts';
import { keyRoutes } from './routes/keys.ts';
import { mcpRoute } from './routes/mcp.ts';
import { logRoutes } from './routes/log.ts';
import { pullRoutes } from './routes/pulls.ts';
import { mappingRoutes } from './routes/mapping.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { renormaliseRoutes } from './routes/renormalise.ts';
import { recordRoutes } from './routes/records.ts';
import { ruleTrialRoutes } from './routes/rule-trials.ts';
import { ruleRoutes } from './routes/rules.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { sinkAnswerRoute, sinkRoutes } from './routes/sinks.ts';
import { sourceRoutes } from './routes/sources.ts';
import { systemRoutes } from './routes/system.ts';
import { tailRoute } from './routes/tail.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { validatorCompiler } from './validation.ts';

const REQUEST_ID_PREFIX_BYTES = 5;

/** Ids that grep well: one prefix a process, then a count. */
function requestIds(prefix: Uint8Array): () => string {
  const start = Buffer.from(prefix).toString('hex');
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}

/**
 * Builds the application; it listens to nothing (the life cycle owns the socket).
 * @param closing aborted when the server stops: ends the live tails
 */
export async function createServer(context: HttpContext, closing: AbortSignal): Promise<App> {
  const app: App = fastify({
    logger: false,
    bodyLimit: context.limits.value(JSON_BODY_BYTES),
    genReqId: requestIds(context.random(REQUEST_ID_PREFIX_BYTES)),
    trustProxy: context.settings.trusted_proxies,
    routerOptions: { maxParamLength: 256 },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are built to their types; checking them again belongs to the tests.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, request, reply) =>
    sendProblem(error, request, reply, context.logger),
  );
  addJsonBodies(app);
  addSecurityHeaders(app);
  addReadiness(app, context);
  addRequestMetrics(app, context.metrics);
  await addOpenApi(app, context.settings.version);
  await addPage(app, context.settings.web_dir, collectMethods(app));
  addGuard(app, context);
  addRoutes(app, context, closing);
  return app;
}

/** Before and after it is ready a server answers only about itself. */
function addReadiness(app: App, context: HttpContext): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { ready, reason } = context.readiness();
    const isHealth = request.url === '/healthz' || request.url === '/readyz';
    done(ready || isHealth ? undefined : stopping(reason));
  });
}

function addRoutes(app: App, context: HttpContext, closing: AbortSignal): void {
  const capacity = context.limits.value(FOLDED_SEARCHES);
  const reads = createReadLog({ audit: context.audit, clock: context.clock, capacity });
  systemRoutes(app, context);
  rootRoute(app, context);
  openApiRoute(app);
  sessionRoutes(app, context);
  searchRoutes(app, context, reads);
  eventRoutes(app, context);
  tailRoute(app, context, reads, closing);
  sourceRoutes(app, context);
  coverageRoutes(app, context);
  pullRoutes(app, context);
  mappingRoutes(app, context);
  renormaliseRoutes(app, context);
  quarantineRoutes(app, context);
  keyRoutes(app, context);
  integrityRoutes(app, context);
  exportRoutes(app, context);
  alertRoutes(app, context);
  sinkRoutes(app, context);
  alertRouteRoutes(app, context);
  ruleRoutes(app, context);
  ruleTrialRoutes(app, context);
  mcpRoute(app, context, reads);
  void app.register(async (log) => logRoutes(log as App, context));
  void app.register(async (doors) => doorRoutes(doors as App, context));
  void app.register(async (door) => recordRoutes(door as App, context));
  void app.register(async (door) => bulkRoutes(door as App, context));
  void app.register(async (door) => hecRoutes(door as App, context));
  void app.register(async (door) => lokiRoutes(door as App, context));
  void app.register(async (door) => otlpRoutes(door as App, context));
  void app.register(async (door) => sinkAnswerRoute(door as App, context));
}

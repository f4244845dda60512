import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { AlertPage, type AlertSearch } from './alerts/alert-page.tsx';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { validateAlertsSearch } from './alerts/search.ts';
import { ApiError } from './api/client.ts';
import { meQuery } from './api/queries.ts';
import { EventsPage } from './events/events-page.tsx';
import { FIRST_VIEW } from './frame/screens.ts';
import { Shell } from './frame/shell.tsx';
import { NotFound, RouteError } from './frame/route-states.tsx';
import { IntegrityPage } from './integrity/integrity-page.tsx';
import { parseSearch, stringifySearch, validateEventsSearch } from './lib/url-search.ts';
import { validateRulesSearch } from './rules/filter-rules.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { CreateSourcePage } from './sources/create-source-page.tsx';
import { MappingPage } from './sources/mapping/mapping-page.tsx';
import { SourcePage } from './sources/source-page.tsx';
import { SourcesPage } from './sources/sources-page.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => {
    const next = search['next'];
    // Only a path of this page: an address from elsewhere would be an open redirect.
    return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
  },
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: RouteError,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery());
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status !== 401) throw error;
      const next = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { next } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/events', search: FIRST_VIEW, replace: true });
  },
});

const events = createRoute({
  getParentRoute: () => app,
  path: '/events',
  component: EventsPage,
  validateSearch: validateEventsSearch,
});

const alerts = createRoute({
  getParentRoute: () => app,
  path: '/alerts',
  component: AlertsPage,
  validateSearch: validateAlertsSearch,
});

const alert = createRoute({
  getParentRoute: () => app,
  path: '/alerts/$id',
  component: AlertPage,
  validateSearch: (search: Record<string, unknown>): AlertSearch => {
    const { event, panel } = validateEventsSearch(search);
    return { event, panel };
  },
});

const rules = createRoute({
  getParentRoute: () => app,
  path: '/rules',
  component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
  validateSearch: validateRulesSearch,
});

const newRule = createRoute({
  getParentRoute: () => app,
  path: '/rules/new',
  component: lazyRouteComponent(() => import('./rules/editor-page.tsx'), 'NewRulePage'),
  validateSearch: ({
    from,
    event,
  }: Record<string, unknown>): { from?: string | undefined; event?: string | undefined } => ({
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof event === 'string' ? { event } : {}),
  }),
});

const editRule = createRoute({
  getParentRoute: () => app,
  path: '/rules/$id/edit',
  component: lazyRouteComponent(() => import('./rules/editor-page.tsx'), 'EditRulePage'),
});

const rule = createRoute({
  getParentRoute: () => app,
  path: '/rules/$id',
  component: lazyRouteComponent(() => import('./rules/rule-page.tsx'), 'RulePage'),
});

const sinks = createRoute({
  getParentRoute: () => app,
  path: '/sinks',
  component: lazyRouteComponent(() => import('./sinks/sinks-page.tsx'), 'SinksPage'),
});

const newSink = createRoute({
  getParentRoute: () => app,
  path: '/sinks/new',
  component: lazyRouteComponent(() => import('./sinks/create-sink-page.tsx'), 'CreateSinkPage'),
  validateSearch: (search: Record<string, unknown>): { kind?: string | undefined } =>
    typeof search['kind'] === 'string' ? { kind: search['kind'] } : {},
});

const sink = createRoute({
  getParentRoute: () => app,
  path: '/sinks/$name',
  component: lazyRouteComponent(() => import('./sinks/sink-page.tsx'), 'SinkPage'),
});

const integrity = createRoute({
  getParentRoute: () => app,
  path: '/integrity',
  component: IntegrityPage,
});

const sources = createRoute({
  getParentRoute: () => app,
  path: '/sources',
  component: SourcesPage,
});

const createSource = createRoute({
  getParentRoute: () => app,
  path: '/sources/new',
  component: CreateSourcePage,
  validateSearch: ({
    type,
    from,
  }: Record<string, unknown>): { type?: string | undefined; from?: string | undefined } => ({
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof from === 'string' ? { from } : {}),
  }),
});

const source = createRoute({
  getParentRoute: () => app,
  path: '/sources/$name',
  component: SourcePage,
});

const mapping = createRoute({
  getParentRoute: () => app,
  path: '/sources/$name/mapping',
  component: MappingPage,
  validateSearch: (search: Record<string, unknown>): { native?: string | undefined } =>
    typeof search['native'] === 'string' ? { native: search['native'] } : {},
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: SettingsPage,
});

const tree = root.addChildren([
  signIn,
  app.addChildren([
    home,
    events,
    alerts,
    alert,
    rules,
    newRule,
    editRule,
    rule,
    sinks,
    newSink,
    sink,
    integrity,
    sources,
    createSource,
    source,
    mapping,
    settings,
  ]),
]);

export function createPageRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: false,
    defaultPendingMs: 300,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

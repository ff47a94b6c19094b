/** Routes about what happened: the audit trail, privacy requests and suppressed people. */
import { populationOf } from '../paging.ts';
import { invalid, missing } from '../replies.ts';
import { auditEventsIn, extendAuditTrail } from '../world/audit.ts';
import type { Regulation } from '../world/policy-records.ts';
import { eventSources, RETENTION_MS, regulationDetail, sourcesOfRegulation } from '../world/privacy.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';
import { sourceOr404 } from './sources.ts';
import { timeOf } from './window.ts';

/** Requests young enough to be kept, and of the status asked for. */
function regulations({ world, query, now }: RouteContext): Regulation[] {
  const status = query.get('status');
  return world.regulations.filter((regulation) => {
    if (now.getTime() - Date.parse(regulation.createdAt) >= RETENTION_MS) return false;
    return status === undefined || regulation.status === status;
  });
}

export const RECORD_ROUTES: readonly Route[] = [
  listRoute({
    path: '/audit-events',
    operationId: 'listAuditEvents',
    marker: 'evt',
    member: 401,
    feature: 'audit-trail',
    key: 'events',
    items: (context) => {
      const { world, query, now } = context;
      extendAuditTrail(world, now);
      const startTime = timeOf(context, 'startTime', new Date(0));
      if (!(startTime instanceof Date)) return startTime;
      const endTime = timeOf(context, 'endTime', now);
      if (!(endTime instanceof Date)) return endTime;
      if (startTime > endTime) return invalid('startTime', 'must not be after endTime');
      const window = {
        startTime,
        endTime,
        resourceId: query.get('resourceId'),
        resourceType: query.get('resourceType'),
      };
      return populationOf(auditEventsIn(world, window, now));
    },
  }),
  listRoute({
    path: '/regulations',
    operationId: 'listWorkspaceRegulations',
    marker: 'reg',
    member: 401,
    key: 'regulations',
    items: (context) => populationOf(regulations(context)),
  }),
  dataRoute({
    path: '/regulations/{regulateId}',
    operationId: 'getRegulation',
    member: 401,
    data: (context) => {
      const regulation = findById(regulations(context), context.param('regulateId'));
      if (regulation === undefined) return missing('Regulation', context.param('regulateId'));
      return { regulation: regulationDetail(context.world, regulation) };
    },
  }),
  listRoute({
    path: '/regulations/sources/{sourceId}',
    operationId: 'listRegulationsFromSource',
    marker: 'reg',
    member: 401,
    key: 'regulations',
    paged: 'never',
    items: (context) =>
      sourceOr404(context, ({ id }) => {
        const events = eventSources(context.world);
        const isHere = (regulation: Regulation) =>
          sourcesOfRegulation(events, regulation).some((at) => at.id === id);
        return populationOf(regulations(context).filter(isHere));
      }),
  }),
  listRoute({
    path: '/suppressions',
    operationId: 'listSuppressions',
    marker: 'sup',
    member: 403,
    key: 'suppressed',
    items: ({ world }) => populationOf(world.suppressions),
  }),
];

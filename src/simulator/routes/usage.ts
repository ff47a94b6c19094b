/** Routes about usage by day: what Segment bills for. */
import { type Population, populationOf } from '../paging.ts';
import { invalid, type Refusal } from '../replies.ts';
import { callsOn, daysOfMonth, peopleOn } from '../world/measurements.ts';
import { type ListRoute, listRoute, type Route, type RouteContext } from './route.ts';

/** The days a usage request is about; the period must be the first day of a month. */
function daysAsked({ query, now }: RouteContext): Date[] | Refusal {
  const period = query.get('period');
  if (period === undefined) return invalid('period', 'is required');
  if (!/^\d{4}-(0[1-9]|1[0-2])-01$/.test(period))
    return invalid('period', 'must be the first day of a month');
  return daysOfMonth(period, now);
}

/** A usage list: one entry per day of the workspace, or per day and source. */
function usageRoute(
  path: string,
  operationId: string,
  key: string,
  perSource: boolean,
  entry: (calls: number, day: Date) => Record<string, unknown>,
): ListRoute {
  const items = (context: RouteContext): Population | Refusal => {
    const days = daysAsked(context);
    if (!Array.isArray(days)) return days;
    const { world } = context;
    const { sources } = world;
    if (perSource) {
      const item = (index: number) => {
        const day = days[Math.floor(index / sources.length)] ?? context.now;
        const source = sources[index % sources.length];
        return { sourceId: source?.id ?? '', ...entry(callsOn(world, source, day), day) };
      };
      return { total: days.length * sources.length, item };
    }
    return populationOf(days, (day) =>
      entry(
        sources.reduce((sum, source) => sum + callsOn(world, source, day), 0),
        day,
      ),
    );
  };
  return listRoute({ path, operationId, member: 403, key, items });
}

const apiCalls = (calls: number, day: Date) => ({ apiCalls: String(calls), timestamp: day.toISOString() });

export const USAGE_ROUTES: readonly Route[] = [
  usageRoute(
    '/usage/api-calls/daily',
    'getDailyWorkspaceAPICallsUsage',
    'dailyWorkspaceAPICallsUsage',
    false,
    apiCalls,
  ),
  usageRoute(
    '/usage/api-calls/sources/daily',
    'getDailyPerSourceAPICallsUsage',
    'dailyPerSourceAPICallsUsage',
    true,
    apiCalls,
  ),
  usageRoute('/usage/mtu/daily', 'getDailyWorkspaceMTUUsage', 'dailyWorkspaceMTUUsage', false, peopleOn),
  usageRoute(
    '/usage/mtu/sources/daily',
    'getDailyPerSourceMTUUsage',
    'dailyPerSourceMTUUsage',
    true,
    peopleOn,
  ),
];

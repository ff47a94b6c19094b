/** Loads into warehouses and out of them: when they ran, how they ended, what they are allowed to take along. */
import { createRandom, hexId } from '../random.ts';
import { DAY_MS, dayNumber } from './calendar.ts';
import type { ReverseEtlModel } from './policy-records.ts';
import type { World } from './world.ts';

const SYNC_DAYS = 7;
const COLLECTIONS = ['identifies', 'tracks', 'pages', 'order_completed', 'product_viewed'] as const;
const COLUMNS = ['id', 'received_at', 'user_id', 'email', 'context_ip', 'revenue'] as const;

/** Returns the loads of some sources into a warehouse in the last seven days, newest first; one in fifteen fails. */
export function warehouseSyncs(
  world: World,
  warehouseId: string,
  sourceIds: readonly string[],
  now: Date,
): Record<string, unknown>[] {
  const today = dayNumber(now);
  const reports: Record<string, unknown>[] = [];
  for (let day = today - 1; day >= today - SYNC_DAYS; day -= 1) {
    for (const sourceId of sourceIds) reports.push(syncOn(world, warehouseId, sourceId, day));
  }
  return reports;
}

function syncOn(
  { seed }: World,
  warehouseId: string,
  sourceId: string,
  day: number,
): Record<string, unknown> {
  const random = createRandom(seed, 'sync', warehouseId, sourceId, day);
  const start = day * DAY_MS + random.below(80_000) * 1000;
  const seconds = random.between(20, 900);
  const isFailed = random.below(15) === 0;
  return {
    sourceId,
    start: new Date(start).toISOString(),
    end: new Date(start + seconds * 1000).toISOString(),
    status: isFailed ? 'FAILED' : 'SUCCESS',
    duration: seconds * 1000,
    humanDuration: `${Math.floor(seconds / 60)}m${seconds % 60}s`,
    count: isFailed ? 0 : random.between(100, 90_000),
    notices: isFailed
      ? [
          {
            level: 'error',
            message: 'The table was locked.',
            createdAt: new Date(start + 5_000).toISOString(),
          },
        ]
      : [],
  };
}

/** Returns the hours at which a warehouse is loaded. */
export function syncSchedule(world: World, warehouseId: string): Record<string, unknown> {
  const isEnabled = createRandom(world.seed, 'schedule', warehouseId).chance(70);
  if (!isEnabled) return { enabled: false };
  const times = [2, 8, 14, 20].map((hourOfDay) => ({ hourOfDay, enabled: hourOfDay !== 14 }));
  return { enabled: true, schedule: { times, timezone: 'Europe/Berlin' } };
}

/** Returns which tables and columns of a source a warehouse gets; addresses are left out of some. */
export function selectiveSyncs(
  world: World,
  warehouseId: string,
  sourceId: string,
): Record<string, unknown>[] {
  return COLLECTIONS.map((collection) => {
    const isSpare = createRandom(world.seed, 'selective', warehouseId, sourceId, collection).chance(40);
    const properties = Object.fromEntries(
      COLUMNS.map((column) => [
        column,
        { enabled: !(isSpare && (column === 'email' || column === 'context_ip')) },
      ]),
    );
    return { sourceId, collection, warehouseId, enabled: true, properties };
  });
}

/** Returns the runs of a model for one mapping, newest first: twelve of them, so more than one page of ten. */
export function reverseEtlSyncs(
  { seed }: World,
  model: ReverseEtlModel,
  subscriptionId: string,
  now: Date,
): ({ syncId: string } & Record<string, unknown>)[] {
  const today = dayNumber(now);
  return Array.from({ length: 12 }, (_, index) => {
    const day = today - 1 - index;
    const random = createRandom(seed, 'reverse-sync', model.id, subscriptionId, day);
    const startedAt = new Date(day * DAY_MS + random.below(80_000) * 1000).toISOString();
    const finishedAt = new Date(Date.parse(startedAt) + 90_000).toISOString();
    const count = String(random.between(10, 5_000));
    const phase = { errorCode: '', startedAt, finishedAt };
    return {
      syncId: hexId(seed, 'reverse-sync', model.id, subscriptionId, day),
      modelId: model.id,
      sourceId: model.sourceId,
      syncStatus: 'SUCCESS',
      duration: '1m30s',
      startedAt,
      finishedAt,
      extractPhase: {
        addedCount: count,
        updatedCount: '0',
        deletedCount: '0',
        extractCount: count,
        ...phase,
      },
      loadPhase: { deliverSuccessCount: count, deliverFailureCount: '0', ...phase },
    };
  });
}

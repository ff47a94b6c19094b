/** A workspace whose requests have their limits, the least time that they take, and made-up time to read it in. */
import * as z from 'zod';
import { identifier } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { sources } from '../../schemas/resources/sources.ts';
import { users } from '../../schemas/resources/users.ts';
import { warehouseSources } from '../../schemas/resources/warehouse-sources.ts';
import { warehouses } from '../../schemas/resources/warehouses.ts';
import { leastMs, type OperationLoad } from '../../src/segment/least-time.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { readDefinitions } from './read-definitions.ts';
import type { SocketTime } from './socket-time.ts';

const LATENCY_MS = 50;

/** Read twice a minute. */
const selective: ResourceDefinition = {
  name: 'selective',
  schemaVersion: 1,
  purpose: 'Of a test.',
  role: 'Workspace Owner',
  operationId: 'listSelectiveSyncsFromWarehouseAndSource',
  path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs',
  shape: 'list',
  key: 'items',
  parent: {
    resource: 'warehouse-sources',
    params: {
      warehouseId: { from: 'parent', field: 'warehouseId' },
      sourceId: { from: 'data', field: 'id' },
    },
  },
  requestsPerMinute: 2,
  id: [{ from: 'data', field: 'collection' }],
  record: z.object({ collection: z.string(), id: identifier().optional() }),
};
/** Parents before children. */
export const definitions = [users, sources, warehouses, warehouseSources, selective];

export interface Scene {
  readonly time: Pick<SocketTime, 'now' | 'nowMs' | 'sleep'>;
  readonly simulator: Simulator;
  readonly perMinute: number;
}

interface Size {
  readonly users: number;
  readonly pairs: number;
  /** Requests of all operations together. */
  readonly perMinute: number;
}

/** A workspace with so many users, each read on its own, and so many sources in its warehouse. */
export async function openScene<T extends Scene['time']>(
  time: T,
  { users: userCount, pairs, perMinute }: Size,
  rateLimit: Partial<SimulatorOptions['rateLimit']> = {},
  /** How far the server's clock is ahead of ours. */
  skewMs = 0,
): Promise<Scene & { readonly time: T }> {
  const operations = { [selective.operationId]: 2 };
  const started = await startSimulator({
    now: () => new Date(time.now().getTime() + skewMs),
    size: 'small',
    rateLimit: { perMinute, operations, ...rateLimit },
  });
  const { world } = started;
  const grown = <T extends { readonly id: string }>(list: T[], count: number) => {
    const [first] = list;
    if (first === undefined) throw new Error('expected one to copy');
    list.splice(
      0,
      list.length,
      ...Array.from({ length: count }, (_, at) => ({ ...first, id: `${first.id}-${at}` })),
    );
  };
  grown(world.users, userCount);
  grown(world.sources, pairs);
  grown(world.warehouses, 1);
  world.warehouseSources[`${world.warehouses[0]?.id}`] = world.sources.map(({ id }) => id);
  return { time, simulator: started, perMinute };
}

/** How a test reads in made-up time. */
export const settingsOf = ({ time, simulator, perMinute }: Scene & { readonly time: SocketTime }) => ({
  clock: time,
  transport: time.transport(simulator.url, LATENCY_MS),
  requestsPerMinute: perMinute,
});

/** Reads all in made-up time. */
export const readAll = (scene: Scene & { readonly time: SocketTime }, changes = {}) =>
  scene.time.until(readDefinitions(scene.simulator, definitions, { ...settingsOf(scene), ...changes }));

function loadOf({ requests }: Simulator): readonly OperationLoad[] {
  const counts = new Map<string, number>();
  for (const { operationId } of requests)
    counts.set(`${operationId}`, (counts.get(`${operationId}`) ?? 0) + 1);
  return [...counts].map(([operationId, count]) =>
    // After the workspace, its warehouses, and their sources.
    operationId === selective.operationId ? { requests: count, perMinute: 2, after: 3 } : { requests: count },
  );
}

/** The least time in which what the server has seen can be asked. */
export const boundOf = ({ simulator, perMinute }: Scene, changes = {}) =>
  leastMs({ operations: loadOf(simulator), perMinute, latencyMs: LATENCY_MS, concurrency: 4, ...changes });

export const refusedIn = ({ requests }: Simulator) => requests.filter(({ status }) => status === 429).length;

/**
 * Whatever is cut from any list that tells a total, the run is not `complete`. CUT_LISTS_SEED makes other
 * cuts of them.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { type Fault, SCALES } from '../../src/simulator/simulator.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';
import { runs } from '../support/tier.ts';

const CUTS = runs({ fast: 5, full: 100 });
const SEED = Number(process.env['CUT_LISTS_SEED'] ?? 20_261_128);

type Json = Readonly<Record<string, unknown>>;
interface Body {
  readonly data: Json & { readonly pagination?: Json };
}

/** The lists that a run asks for, by operation: where their items stand in the answer. */
const keys = new Map(
  resources
    .flatMap((definition: ResourceDefinition) => [
      ...(definition.shape === 'list' ? [definition] : []),
      ...(definition.otherSide === undefined ? [] : [definition.otherSide]),
    ])
    .map(({ operationId, key }) => [operationId, key]),
);

/** A page of a list that shows something and tells a total. */
interface Shown {
  readonly operationId: string;
  readonly path: string;
  readonly current: unknown;
}

const SIZE = {
  ...SCALES.small,
  destinations: 6,
  trackingPlans: 2,
  auditEventsPerDay: 0,
  regulationsPerWeek: 1,
};

let bench: Workbench;
let pages: readonly Shown[];

/** A run that is always the first one: what was before is gone. */
async function firstRun(): Promise<Ran['record']> {
  rmSync(join(bench.folder, 'segment-evidence'), { recursive: true, force: true });
  const { record } = await bench.run({
    config: { collect: { include: [], exclude: [], pageSize: 5 } },
    changes: { definitions: resources },
    concurrency: 16,
  });
  return record;
}

/** Lets a function see, and change, every answer of an operation, or of one path of it. */
function onLists(match: Fault['match'], change: (data: Body['data']) => Body['data']): void {
  const transform = (body: unknown) => ({ data: change((body as Body).data) });
  bench.simulator.addFault({ match, effect: { kind: 'transform-json', transform } });
}

beforeAll(async () => {
  // A page is found again by its cursor, so cursors must be the same in every run.
  bench = await createWorkbench({ size: SIZE, cursors: 'offset' });
  const found: Shown[] = [];
  const seen = new Map<string, Body['data'][]>([...keys.keys()].map((operationId) => [operationId, []]));
  for (const [operationId, answers] of seen) {
    onLists({ operationId }, (data) => {
      answers.push(data);
      return data;
    });
  }
  expect((await firstRun()).status).toBe('complete');
  for (const [operationId, answers] of seen) {
    const asked = bench.simulator.requests.filter((request) => request.operationId === operationId);
    answers.forEach(({ pagination, ...data }, index) => {
      const items = data[keys.get(operationId) ?? ''] as readonly unknown[];
      if (pagination?.['totalEntries'] === undefined || items.length === 0) return;
      found.push({ operationId, path: asked[index]?.path ?? '', current: pagination['current'] });
    });
  }
  pages = found;
});
afterAll(() => bench.close());

/** Cuts some things from one page, and perhaps says that nothing comes after it. Returns how many were cut. */
function cutOnce({ operationId, path, current }: Shown, from: number, count: number, isLast: boolean) {
  const key = keys.get(operationId) ?? '';
  const done = { cut: 0 };
  bench.simulator.clearFaults();
  onLists({ operationId, path }, (data) => {
    const { pagination } = data;
    if (pagination === undefined || pagination['current'] !== current) return data;
    const items = [...(data[key] as readonly unknown[])];
    done.cut += items.splice(from % Math.max(1, items.length), count).length;
    const { next: _next, ...last } = pagination;
    return { ...data, [key]: items, pagination: isLast ? last : pagination };
  });
  return done;
}

const someCut = fc.record({
  page: fc.nat(),
  from: fc.nat(),
  count: fc.integer({ min: 1, max: 5 }),
  isLast: fc.boolean(),
});

it(`no run of which a list was cut is complete, in ${CUTS} cuts over all resources`, {
  timeout: 3_600_000,
}, async () => {
  // One operation after the other, so that each is cut, and not only those with many pages.
  const operations = [...new Set(pages.map(({ operationId }) => operationId))];
  const touched = new Set<string>();
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(someCut, async ({ page, from, count, isLast }) => {
      const turn = operations[cuts % operations.length];
      cuts += 1;
      const ofOne = pages.filter(({ operationId }) => operationId === turn);
      const shown = ofOne[page % ofOne.length];
      if (shown === undefined) throw new Error('expected a page to cut from');
      const done = cutOnce(shown, from, count, isLast);

      const { status } = await firstRun();

      touched.add(shown.operationId);
      expect([shown, done.cut > 0, status]).toEqual([shown, true, 'partial']);
    }),
    { numRuns: CUTS, seed: SEED, endOnFailure: true },
  );
  if (CUTS >= operations.length) expect([...touched].sort()).toEqual([...operations].sort());
});

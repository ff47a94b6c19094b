/**
 * Hostile values in what a server sends, through a whole run over a real socket: the run ends, the store
 * verifies, and no other record's line is changed by as much as a byte.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { byDefault as resources } from '../support/by-default.ts';
import { everyNth } from '../support/tier.ts';
import { leavesOf, withAt } from './hostile-places.ts';
import { collectFrom, now, type Outcome } from './hostile-run.ts';
import { mapItems, type Sample, sampleFrom } from './hostile-samples.ts';
import { HOSTILE_VALUES, type HostileValue } from './hostile-values.ts';

let simulator: Simulator;
let healthy: Outcome;
let samples: readonly Sample[];

beforeAll(async () => {
  simulator = await startSimulator({ now, permissionsInUserList: true });
  ({ healthy, samples } = await sampleFrom(simulator));
});
afterAll(() => simulator.close());
afterEach(() => simulator.clearFaults());

const MARK = '@@hostile@@';

/** Puts the value into some items of every resource, at a place that moves on; returns how many of each. */
function plant({ json, isHeavy }: HostileValue, rotation: number): ReadonlyMap<string, number> {
  const planted = new Map<string, number>();
  for (const definition of resources) {
    const { operationId, key, name } = definition;
    let turn = rotation;
    const change = (item: unknown, index: number) => {
      const count = planted.get(name) ?? 0;
      // Every second one is left alone: it must come out as if nothing had been.
      if (index % 2 === 1 || (isHeavy && count > 0)) return item;
      const places = leavesOf(item).filter(({ steps }) => canReplace(definition, steps));
      const place = places[turn % Math.max(1, places.length)];
      turn += 1;
      if (place === undefined) return item;
      planted.set(name, count + 1);
      // Records that come with it are hit where they stand in it.
      const brought = resources.find(({ parent, within }) => {
        return parent?.resource === name && within !== undefined && within.field === place.steps[0];
      });
      if (brought !== undefined) planted.set(brought.name, (planted.get(brought.name) ?? 0) + 1);
      return withAt(item, place.steps, MARK);
    };
    const transform = (body: unknown) => mapItems(body, key, change);
    simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
  }
  const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
  simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });
  return planted;
}

const parents = new Set(
  resources.flatMap(({ parent, otherSide }) => [parent?.resource, otherSide?.parent.resource]),
);

/** Not the id under which others are read, which has a test of its own, nor the workspace's three names. */
function canReplace({ name }: ResourceDefinition, steps: readonly (string | number)[]): boolean {
  return name !== 'workspace' && !(parents.has(name) && steps.length === 1 && steps[0] === 'id');
}

/** Lines that were there without the hostile value and are not there with it. */
function missingFrom(outcome: Outcome, name: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of outcome.linesOf(name)) left.set(line, (left.get(line) ?? 0) + 1);
  return healthy.linesOf(name).filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

describe('the healthy run', () => {
  it('is complete and verifies, so that what follows has something to be compared with', () => {
    expect(healthy.predicate.status).toBe('complete');
    expect(healthy.verified.failures).toEqual([]);
    expect(
      samples.every(
        ({ definition, items }) => items.length > 0 && healthy.linesOf(definition.name).length > 0,
      ),
    ).toBe(true);
  });
});

describe('a run with a hostile value in every resource', () => {
  it.each(
    everyNth(
      HOSTILE_VALUES.map((value, index) => ({ ...value, index })),
      10,
      3,
    ),
  )(
    'ends, verifies, loses no record and leaves the others as they are: $name',
    async ({ index, ...value }) => {
      const planted = plant(value, index);

      const outcome = await collectFrom(simulator);

      expect(outcome.verified.failures).toEqual([]);
      expect(outcome.verified.exitCode).toBe(0);
      for (const { name, explode } of resources) {
        const entry = outcome.entryOf(name);
        const hits = planted.get(name) ?? 0;
        expect(['complete', 'partial'], name).toContain(entry.outcome);
        const perHit = explode === undefined ? 1 : 10;
        expect(missingFrom(outcome, name).length, name).toBeLessThanOrEqual(hits * perHit);
        const kept = outcome.linesOf(name).length + (entry.repeats ?? 0);
        expect(kept, name).toBeGreaterThanOrEqual(healthy.linesOf(name).length);
      }
    },
  );
});

describe('a hostile id of a parent', () => {
  const rows = HOSTILE_VALUES.filter(({ isHeavy }) => isHeavy !== true).filter((_, index) => index % 2 === 0);

  it.each(everyNth(rows, 8))(
    'costs at most what is read under it, and the loss is named: $name',
    async ({ json }) => {
      for (const { operationId, key, name } of resources.filter((each) => parents.has(each.name))) {
        const first = firstIdOf(name);
        const change = (item: unknown) => (idOf(item) === first ? withAt(item, ['id'], MARK) : item);
        const transform = (body: unknown) => mapItems(body, key, change);
        simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
      }
      const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
      simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });

      const outcome = await collectFrom(simulator);

      expect(outcome.verified.failures).toEqual([]);
      const firsts = new Set([...parents].flatMap((name) => (name === undefined ? [] : firstIdOf(name))));
      for (const { name } of resources) {
        const others = healthy.linesOf(name).filter((line) => {
          const under = (JSON.parse(line) as { readonly parent?: Record<string, string> }).parent ?? {};
          return !Object.values(under).some((id) => firsts.has(id));
        });
        const missing = new Set(missingFrom(outcome, name));
        const own = parents.has(name) ? 1 : 0;
        expect(others.filter((line) => missing.has(line)).length, name).toBeLessThanOrEqual(own);
        if (missing.size > own) expect(outcome.entryOf(name).outcome, name).not.toBe('complete');
      }
      expect(outcome.predicate.status).toBe('partial');
    },
  );

  const idOf = (item: unknown) => String((item as { readonly id?: unknown } | undefined)?.id);

  function firstIdOf(resource: string): string {
    return idOf(samples.find(({ definition }) => definition.name === resource)?.items[0]);
  }
});

describe('hostile names of members', () => {
  it('are withheld as unknown fields, each listed, and change no other record', async () => {
    const members =
      '"__proto__":{"x":1},"constructor":"c","toString":1,"a\\ud800":1,"":2,"ID":"upper","Id":"mixed"';
    for (const { operationId, key, wrap } of resources) {
      if (wrap !== undefined) continue;
      const change = (item: unknown, index: number) =>
        index % 2 === 0 && operationId !== 'getWorkspace' ? withMember(item) : item;
      const transform = (body: unknown) => mapItems(body, key, change);
      simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
    }
    const transform = (body: string) => body.replaceAll(`"${MARK}":0`, () => members);
    simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });

    const outcome = await collectFrom(simulator);

    expect(outcome.verified.failures).toEqual([]);
    expect(outcome.predicate.conditions.map(({ condition }) => condition)).toContain('schema-drift');
    for (const { name } of resources) {
      const kept = outcome.linesOf(name).length + (outcome.entryOf(name).repeats ?? 0);
      expect(kept, name).toBeGreaterThanOrEqual(healthy.linesOf(name).length);
    }
    const listed = outcome.linesOf('redactions').filter((line) => line.includes('"resource":"users"'));
    expect(listed.join('\n')).toContain(canonical('/data/__proto__'));
  });

  const withMember = (item: unknown) => ({ ...(item as object), [MARK]: 0 });
});

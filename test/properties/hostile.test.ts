/**
 * Hostile values in what a server sends, through a whole run over a real socket: the run ends, the store
 * verifies, and no other record's line is changed by as much as a byte.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { selectDefinitions } from '../../src/run/selection.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { SIZE } from '../support/few.ts';
import { optIn } from '../support/opt-in.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { leavesOf, readAt, withAt } from './hostile-places.ts';
import { collectFrom, now, type Outcome } from './hostile-run.ts';
import { answersOf, mapItems, namingFieldsOf, type Sample, sampleFrom } from './hostile-samples.ts';
import { HOSTILE_VALUES, type HostileValue } from './hostile-values.ts';

let simulator: Simulator;
let healthy: Outcome;
let samples: readonly Sample[];

beforeAll(async () => {
  simulator = await startSimulator({ now, size: SIZE, permissionsInUserList: true });
  ({ healthy, samples } = await sampleFrom(simulator, named));
});
afterAll(() => simulator.close());
afterEach(() => simulator.clearFaults());

const MARK = '@@hostile@@';

/** What a run reads that has to be named: each in some run, in the full tier in all. */
function askedIn(turn: number): readonly string[] {
  return everyNth(named, 6, turn);
}

/** What is asked for record by record then, and so comes out otherwise, is asked for always or never. */
const named = IS_FULL
  ? optIn
  : optIn.filter((name) => resources.some((each) => each.name === name && each.detail?.optIn === undefined));

/** The resources that are read then. */
function readWith(include: readonly string[]): readonly ResourceDefinition[] {
  return selectDefinitions(resources, { include, exclude: [], only: undefined });
}

/** Some lists are long, and what is true of ten of their records is true of a hundred. */
const MOST_PLANTED = 10;

/** Puts the value into some items of every resource, at a place that moves on; returns how many of each. */
function plant({ json, isHeavy }: HostileValue, rotation: number): ReadonlyMap<string, number> {
  const planted = new Map<string, number>();
  for (const definition of resources) {
    const { name } = definition;
    const naming = namingFieldsOf(name);
    let turn = rotation;
    let met = 0;
    const change = (item: unknown) => {
      const count = planted.get(name) ?? 0;
      met += 1;
      // Every second one is left alone: it must come out as if nothing had been.
      if (met % 2 === 0 || count >= (isHeavy ? 1 : MOST_PLANTED)) return item;
      const places = leavesOf(item).filter(({ steps }) => canReplace(name, naming, steps));
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
    for (const { operationId, key } of answersOf(definition)) {
      const transform = (body: unknown) => mapItems(body, key, change);
      simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
    }
  }
  const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
  simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });
  return planted;
}

/** Not what others are asked for by, which has a test of its own, nor the workspace's three names. */
function canReplace(name: string, naming: readonly string[], steps: readonly (string | number)[]): boolean {
  return name !== 'workspace' && !naming.some((field) => `${steps.join('.')}.`.startsWith(`${field}.`));
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
      20,
      3,
    ),
  )(
    'ends, verifies, loses no record and leaves the others as they are: $name',
    async ({ index, ...value }) => {
      const planted = plant(value, index);
      const include = askedIn(Math.floor(index / 10));

      const outcome = await collectFrom(simulator, include);

      expect(outcome.verified.failures).toEqual([]);
      expect(outcome.verified.exitCode).toBe(0);
      for (const { name, explode } of readWith(include)) {
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

/** What others are asked for by: the ids of parents, and the few other fields that a request takes from a record. */
const NAMING = resources.flatMap(({ name }) => namingFieldsOf(name).map((field) => ({ name, field })));

describe('a hostile value in what others are asked for by', () => {
  const rows = HOSTILE_VALUES.filter(({ isHeavy }) => isHeavy !== true)
    .filter((_, index) => index % 2 === 0)
    .map((value, turn) => ({ ...value, turn }));

  it.each(everyNth(rows, 16))(
    'costs at most what is read under it, and the loss is named: $name',
    async ({ json, turn }) => {
      // Of each resource one field at a time, and only its first record that has it.
      const fields = new Map<string, string>();
      for (const { name } of resources) {
        const own = NAMING.filter((each) => each.name === name);
        const field = own[turn % Math.max(1, own.length)]?.field;
        if (field !== undefined) fields.set(name, field);
      }
      const gone = new Set<string>();
      const hits = new Map<string, number>();
      for (const definition of resources) {
        const field = fields.get(definition.name);
        if (field !== undefined) spoil(definition, field, { gone, hits });
      }
      const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
      simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });
      const include = askedIn(1 + Math.floor(turn / 8));

      const outcome = await collectFrom(simulator, include);

      expect(outcome.verified.failures).toEqual([]);
      for (const { name } of readWith(include)) {
        const missing = new Set(missingFrom(outcome, name));
        const own = hits.get(name) ?? 0;
        const others = healthy.linesOf(name).filter((line) => !isUnder(line, gone));
        expect(others.filter((line) => missing.has(line)).length, name).toBeLessThanOrEqual(own);
        if (missing.size > own) expect(outcome.entryOf(name).outcome, name).not.toBe('complete');
      }
      expect(outcome.predicate.status).toBe('partial');
    },
  );

  interface Spoilt {
    /** What parents are called that nothing can be asked for by now. */
    readonly gone: Set<string>;
    readonly hits: Map<string, number>;
  }

  /** Puts the value in place of the field, in all records that have the same as the first one. */
  function spoil(definition: ResourceDefinition, field: string, { gone, hits }: Spoilt): void {
    const items = samples.find((sample) => sample.definition === definition)?.items ?? [];
    const steps = field.split('.');
    const first = items.map((item) => readAt(item, steps)).find((value) => typeof value === 'string');
    if (first === undefined) return;
    gone.add(String(first));
    for (const item of items) if (readAt(item, steps) === first) gone.add(String(readAt(item, ['id'])));
    const change = (item: unknown) => {
      if (readAt(item, steps) !== first) return item;
      hits.set(definition.name, (hits.get(definition.name) ?? 0) + 1);
      return withAt(item, steps, MARK);
    };
    for (const { operationId, key } of answersOf(definition)) {
      const transform = (body: unknown) => mapItems(body, key, change);
      simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
    }
  }

  /** Whether a record was read under one of those; then those under it are, too. */
  function isUnder(line: string, gone: Set<string>): boolean {
    const { parent = {}, data } = JSON.parse(line) as Line;
    if (!Object.values(parent).some((id) => gone.has(id))) return false;
    if (typeof data.id === 'string') gone.add(data.id);
    return true;
  }

  interface Line {
    readonly parent?: Readonly<Record<string, string>>;
    readonly data: { readonly id?: unknown };
  }
});

describe('hostile names of members', () => {
  it('are withheld as unknown fields, each listed, and change no other record', async () => {
    const members =
      '"__proto__":{"x":1},"constructor":"c","toString":1,"a\\ud800":1,"":2,"ID":"upper","Id":"mixed"';
    for (const definition of resources) {
      if (definition.wrap !== undefined || definition.name === 'workspace') continue;
      const change = (item: unknown, index: number) => (index % 2 === 0 ? withMember(item) : item);
      for (const { operationId, key } of answersOf(definition)) {
        const transform = (body: unknown) => mapItems(body, key, change);
        simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
      }
    }
    const transform = (body: string) => body.replaceAll(`"${MARK}":0`, () => members);
    simulator.addFault({ match: {}, effect: { kind: 'transform-text', transform } });

    const include = askedIn(5);
    const outcome = await collectFrom(simulator, include);

    expect(outcome.verified.failures).toEqual([]);
    expect(outcome.predicate.conditions.map(({ condition }) => condition)).toContain('schema-drift');
    for (const { name } of readWith(include)) {
      const kept = outcome.linesOf(name).length + (outcome.entryOf(name).repeats ?? 0);
      expect(kept, name).toBeGreaterThanOrEqual(healthy.linesOf(name).length);
    }
    const listed = outcome.linesOf('redactions').filter((line) => line.includes('"resource":"users"'));
    expect(listed.join('\n')).toContain(canonical('/data/__proto__'));
  });

  const withMember = (item: unknown) => ({ ...(item as object), [MARK]: 0 });
});

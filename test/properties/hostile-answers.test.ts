/** Hostile values around the records: paging, the body's own shape, headers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { definitionsWith } from '../support/by-default.ts';
import { SIZE } from '../support/few.ts';
import { everyNth } from '../support/tier.ts';
import { withAt } from './hostile-places.ts';
import { collectFrom, now } from './hostile-run.ts';
import { mapItems } from './hostile-samples.ts';
import { HOSTILE_VALUES } from './hostile-values.ts';

let simulator: Simulator;
let withoutTotals: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ now, size: SIZE });
  withoutTotals = await startSimulator({ now, size: SIZE, totalEntries: false });
});
afterAll(async () => {
  await simulator.close();
  await withoutTotals.close();
});
afterEach(() => {
  simulator.clearFaults();
  withoutTotals.clearFaults();
});

const MARK = '@@hostile@@';
const light = HOSTILE_VALUES.filter(({ isHeavy }) => isHeavy !== true);

/** Puts JSON text at a place of the answers of an operation. */
function plant(at: Simulator, operationId: string, steps: readonly string[], json: string): void {
  const match = { operationId };
  at.addFault({
    match,
    effect: { kind: 'transform-json', transform: (body) => withAt(body, steps, MARK) },
  });
  const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
  at.addFault({ match, effect: { kind: 'transform-text', transform } });
}

const READ = definitionsWith(['roles']);

describe('a hostile value in paging', () => {
  const WHOLE = { outcome: 'complete', records: SIZE.users };
  const NOT_WHOLE = { reason: expect.stringMatching(/^(?:bad-body|count-mismatch)$/) };

  it.each(everyNth(light, 40))('ends in an outcome, never in a crash or a loop: $name', async ({ json }) => {
    // Lists of an unfinished page name a next one; only then a hostile one stands in its place.
    plant(simulator, 'listUsers', ['data', 'pagination', 'totalEntries'], json);
    const next = (body: unknown) => nextOf(body);
    simulator.addFault({
      match: { operationId: 'listSources' },
      effect: { kind: 'transform-json', transform: next },
    });
    const transform = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
    simulator.addFault({
      match: { operationId: 'listSources' },
      effect: { kind: 'transform-text', transform },
    });

    const outcome = await collectFrom(simulator, [], READ);

    expect(outcome.verified.failures).toEqual([]);
    expect(outcome.entryOf('users')).toMatchObject(json === 'null' ? WHOLE : NOT_WHOLE);
    expect(['complete', 'partial']).toContain(outcome.entryOf('sources').outcome);
    expect(outcome.linesOf('sources')).toHaveLength(12);
  });

  const nextOf = (body: unknown) => {
    const { data } = body as { readonly data: { readonly pagination: object } };
    return { data: { ...data, pagination: { ...data.pagination, next: MARK } } };
  };
});

describe('a hostile value in place of what an answer consists of', () => {
  const rows = [
    { name: 'the list', steps: ['data', 'sources'] },
    { name: 'the data', steps: ['data'] },
  ];

  it.each(everyNth(['null', '"x"', '[]', '1e400'], 2))(
    'is a gap when it stands for the paging: %s',
    async (json) => {
      plant(simulator, 'listSources', ['data', 'pagination'], json);

      const outcome = await collectFrom(simulator, [], READ);

      expect(outcome.entryOf('sources')).toMatchObject({ outcome: 'unreachable', reason: 'bad-body' });
    },
  );

  it.each(everyNth(rows, 2))('is a gap of that resource alone: $name', async ({ steps }) => {
    for (const json of [
      'null',
      '"x"',
      '1e400',
      '{"__proto__":[]}',
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    ]) {
      simulator.clearFaults();
      plant(simulator, 'listSources', steps, json);

      const outcome = await collectFrom(simulator, [], READ);

      expect(outcome.verified.failures, json.slice(0, 20)).toEqual([]);
      expect(outcome.entryOf('sources').outcome, json.slice(0, 20)).not.toBe('complete');
      expect(outcome.entryOf('users').outcome).toBe('complete');
    }
  });
});

describe('a parent without a usable id', () => {
  it.each(everyNth(['null', '7', '{}', '""', '".."'], 4))(
    'keeps what is read under it from looking whole, also where no total is reported: %s',
    async (json) => {
      const match = { operationId: 'listSources' };
      const change = (item: unknown, index: number) => (index === 0 ? withAt(item, ['id'], MARK) : item);
      const transform = (body: unknown) => mapItems(body, 'sources', change);
      withoutTotals.addFault({ match, effect: { kind: 'transform-json', transform } });
      const text = (body: string) => body.replaceAll(JSON.stringify(MARK), () => json);
      withoutTotals.addFault({ match, effect: { kind: 'transform-text', transform: text } });

      const outcome = await collectFrom(withoutTotals, [], READ);

      expect(outcome.verified.failures).toEqual([]);
      expect(outcome.entryOf('source-settings')).toMatchObject({
        outcome: 'partial',
        reason: 'parents-unread',
        records: 11,
      });
    },
  );
});

describe('hostile headers', () => {
  const rows: readonly { readonly name: string; readonly headers: Readonly<Record<string, string>> }[] = [
    { name: 'a date in the year 12026', headers: { date: 'Sun, 01 Jan 12026 00:00:00 GMT' } },
    { name: 'a date before our era', headers: { date: '-000001-01-01T00:00:00Z' } },
    { name: 'a date that is none', headers: { date: 'tomorrow' } },
    { name: 'a budget beyond 2^53', headers: { 'x-ratelimit-remaining': '1e300' } },
    { name: 'a negative budget', headers: { 'x-ratelimit-remaining': '-5' } },
    { name: 'a long request id of other characters', headers: { 'x-request-id': 'é"\\'.repeat(200) } },
    { name: 'a server that calls itself something', headers: { server: '__proto__' } },
  ];

  it.each(everyNth(rows, 3))('leave a store that verifies: $name', async ({ headers }) => {
    simulator.addFault({
      match: { operationId: 'listRoles' },
      effect: { kind: 'status', status: 404, headers },
    });
    simulator.addFault({
      match: { operationId: 'getWorkspace', fromRequest: 2 },
      effect: { kind: 'status', status: 503, headers },
    });

    const outcome = await collectFrom(simulator, [], READ);

    expect(outcome.verified.failures).toEqual([]);
    expect(outcome.entryOf('roles').outcome).toBe('unavailable');
  });
});

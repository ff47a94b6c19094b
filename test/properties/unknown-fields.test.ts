/**
 * The next field that nobody expected does no harm: whatever a server adds to a record, that place alone is
 * withheld. No other member, id, count, outcome or workspace changes, not even where the value equals one.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { createWorkbench, type Ran } from '../support/run.ts';
import { runs } from '../support/tier.ts';
import { mapItems } from './hostile-samples.ts';

const FIELD = 'somethingNew';

let healthy: Ran;
beforeAll(async () => {
  healthy = await runOnce();
});

/** A run with a history of its own: a second one would ask for less time. */
async function runOnce(arrange: (simulator: Simulator) => void = () => undefined): Promise<Ran> {
  const bench = await createWorkbench();
  arrange(bench.simulator);
  const ran = await bench.run({ changes: { definitions: resources } });
  await bench.close();
  return ran;
}

/** What a run says of the workspace, without times and without what tells of the added field. */
function essence({ record, files }: Ran): unknown {
  const lines = [...files].filter(([path]) => path.startsWith('data/resources/'));
  return {
    status: record.status,
    workspace: record.workspace,
    conditions: record.conditions
      .filter(({ condition }) => condition !== 'schema-drift')
      .map((c) => c.condition),
    resources: record.resources.map(({ startedAt, endedAt, window, drift, ...entry }) => entry),
    lines: lines.map(([path, text]) => [path, text.split('\n').map(withoutField)]),
  };
}

function withoutField(line: string): unknown {
  return line === ''
    ? ''
    : JSON.parse(line, function (this: unknown, name, value: unknown) {
        return name === FIELD ? undefined : value;
      });
}

/** Texts that stand in the evidence: ids, slugs, names, the workspace's own. */
function textsOf({ files, record }: Ran): readonly string[] {
  const found = new Set<string>(record.workspace === null ? [] : Object.values(record.workspace));
  for (const [path, text] of files) {
    if (!path.startsWith('data/resources/')) continue;
    for (const [, value = ''] of text.matchAll(/"(?:id|slug|name|email|type|key)":"([^"\\]{3,80})"/g))
      found.add(value);
  }
  return [...found];
}

const lists = resources.filter(({ shape }) => shape !== 'item');

describe('an added field that no schema knows', () => {
  it('changes nothing but its own place, whatever it holds', { timeout: 300_000 }, async () => {
    const texts = textsOf(healthy);
    const value = fc.oneof(
      fc.constantFrom(...texts),
      fc.constantFrom(...texts).map((text) => [{ a: text }]),
      fc.jsonValue(),
    );

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lists),
        value,
        fc.nat(4),
        async ({ operationId, key, wrap }, added, at) => {
          if (wrap !== undefined) return;
          const change = (item: unknown, index: number) =>
            index === at ? { ...(item as object), [FIELD]: added } : item;
          const transform = (body: unknown) => mapItems(body, key, change);
          const ran = await runOnce((simulator) =>
            simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } }),
          );

          expect(essence(ran)).toEqual(essence(healthy));
        },
      ),
      { numRuns: runs({ fast: 2, full: 12 }) },
    );
  });
});

/** A write key that somebody pasted into a name, a label, a slug or an event's name is in no byte that is kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePolicy } from '../../schemas/policy.ts';
import { resources } from '../../schemas/resources/index.ts';
import { optIn } from '../support/opt-in.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { bytesBelow, tracesOf } from '../support/secret-traces.ts';
import { everyNth } from '../support/tier.ts';
import { kindAt, type Place, readAt, withAt } from './hostile-places.ts';
import { answersOf, mapItems, sampleFrom } from './hostile-samples.ts';

const WRITE_KEY = 'Zq4tM1x9LkPwV7aBcDeFgHiJkLmNoPqR';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const PASTED = ['keep', 'identifier', 'login', 'json', 'condition', 'settings', 'unknown', 'catalogue'];

describe('a write key pasted into every text of every record', () => {
  it('is in no kept byte, and nothing is lost by it', { timeout: 120_000 }, async () => {
    const include = everyNth(optIn, 4, 1);
    const { samples } = await sampleFrom(bench.simulator, include);
    const pasted = new Set<string>();
    for (const { definition, places } of samples) {
      const policy = compilePolicy(definition.record);
      const texts = places.filter(({ place }) => {
        const last = String(place.steps.at(-1));
        // Ids name what is asked for next, and instants are no text: a server would refuse what is made of them.
        const isAsked = /^id$|Id$|At$|^timestamp$|^type$|^resourceType$/.test(last);
        return !isAsked && PASTED.includes(kindAt(policy, place.steps));
      });
      for (const { place } of texts) pasted.add(`${definition.name} ${place.pattern}`);
      const paste = (item: unknown) => texts.reduce((changed, { place }) => pasteAt(changed, place), item);
      for (const { operationId, key } of answersOf(definition)) {
        const transform = (body: unknown) => mapItems(body, key, paste);
        bench.simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
      }
    }
    bench.simulator.addFault({
      match: { operationId: 'listSources' },
      effect: {
        kind: 'transform-json',
        transform: (body) =>
          mapItems(body, 'sources', (item, index) =>
            index === 0 ? { ...(item as object), writeKeys: [WRITE_KEY] } : item,
          ),
      },
    });

    const ran = await bench.run({
      config: { collect: { include, exclude: [], pageSize: 200 } },
      changes: { definitions: resources },
    });

    const names = [
      'sources slug',
      'sources name',
      'sources labels/*/key',
      'users name',
      'labels value',
      'tracking-plan-rules key',
      'workspace name',
      'destination-subscriptions name',
      'audience-activations personalization/profile/properties/*',
      'destinations name',
    ];
    expect(names.filter((name) => !pasted.has(name))).toEqual([]);
    expect(tracesOf(WRITE_KEY, bytesBelow(bench.folder))).toEqual([]);
    expect(ran.entry('sources').records).toBeGreaterThan(5);
    expect((await bench.verify()).exitCode).toBe(0);
  });
});

/** Where an item has no such text, it stays as it is. */
function pasteAt(item: unknown, { steps }: Place): unknown {
  const found = readAt(item, steps);
  return typeof found === 'string' ? withAt(item, steps, `${found} ${WRITE_KEY}`) : item;
}

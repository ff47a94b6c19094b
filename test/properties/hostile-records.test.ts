/**
 * Every hostile value at every place of every resource's records, through normalising alone: nothing
 * throws, nothing is lost, and what must be withheld is withheld whatever it looks like.
 */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parentFields } from '../../schemas/place.ts';
import { compilePolicy } from '../../schemas/policy.ts';
import { resources } from '../../schemas/resources/index.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { DriftTally } from '../../src/evidence/drift.ts';
import { isObject, parseJson } from '../../src/evidence/json.ts';
import { createNormaliser } from '../../src/evidence/normalise.ts';
import { RedactionTally } from '../../src/evidence/redact.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';
import { recordsOf } from '../../src/segment/items.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { readCanonical } from '../../src/verify/canonical-json.ts';
import { ANY_CHARACTER } from '../support/characters.ts';
import { SIZE } from '../support/few.ts';
import { everyNth, runs } from '../support/tier.ts';
import { kindAt, type Place, readAt, withAt } from './hostile-places.ts';
import { FINGERPRINTS, now } from './hostile-run.ts';
import { type Sample, sampleFrom } from './hostile-samples.ts';
import { HOSTILE_VALUES, type HostileValue } from './hostile-values.ts';

let simulator: Simulator;
let samples: readonly Sample[];

beforeAll(async () => {
  simulator = await startSimulator({ now, size: SIZE, permissionsInUserList: true });
  samples = (await sampleFrom(simulator)).samples;
});
afterAll(() => simulator.close());

const MARK = '@@hostile@@';

/** What a server would have sent: the item's JSON with the value's own text at the place. */
function itemWith(item: unknown, { steps }: Place, { json }: HostileValue): unknown {
  return parseJson(JSON.stringify(withAt(item, steps, MARK)).replace(JSON.stringify(MARK), () => json)).value;
}

/** Says what became of the value; the fate that must not be is `lost`. */
function fateOf({ definition }: Sample, item: unknown, place: Place, value: HostileValue): string {
  const tally = new RedactionTally(definition.name);
  const drift = new DriftTally();
  const context = { definition, fingerprints: FINGERPRINTS, tally, drift, secrets: new SecretSet() };
  const normalise = createNormaliser(context);
  const parent =
    definition.parent &&
    Object.fromEntries(parentFields(definition.parent).map((field) => [field, 'parent']));
  const records = recordsOf(definition, itemWith(item, place, value)).map((record) =>
    marked(definition, record),
  );
  const before = recordsOf(definition, item).length;
  if (records.length < before) return `lost: ${before} records became ${records.length}`;
  const normalised = records.map((record) => normalise(record, parent));
  for (const { line } of normalised) {
    const { problem } = readCanonical(Buffer.from(line));
    if (problem !== undefined) return `lost: the line has ${problem}`;
  }
  if (normalised.some(({ isInvalid }) => isInvalid)) return 'counted as invalid';
  if (tally.lines().some(({ pointer }) => isAtOrBelow(pointer, `/data/${inRecord(definition, place)}`)))
    return 'withheld';
  const sent = parseJson(value.json).value;
  const isKept = normalised.some(({ line }) => {
    const { data } = JSON.parse(line) as { readonly data: unknown };
    const found = readAt(data, place.steps);
    if (found !== undefined && canonical(found) === canonical(sent)) return true;
    return (
      (place.pattern.includes('*') || definition.explode !== undefined || definition.wrap !== undefined) &&
      line.includes(canonical(sent))
    );
  });
  return isKept ? 'kept' : 'lost: neither kept, nor withheld, nor invalid';
}

/** With the mark that a run puts on records of several lists. */
function marked({ mark, as, streams }: Sample['definition'], record: unknown): unknown {
  if (mark === undefined || !isObject(record)) return record;
  return { ...record, [mark]: as ?? streams?.[0]?.as };
}

/** Where a place of an item lies in its record, of which an item may hold several. */
function inRecord({ explode }: Sample['definition'], { pattern }: Place): string {
  return explode === undefined ? pattern : pattern.replace(`${explode.field}/*`, explode.as);
}

/** Whether a pointer, with `*` for any step, names the place, what is in it, or what it is in. */
function isAtOrBelow(pointer: string, place: string): boolean {
  const steps = place.split('/');
  return pointer
    .split('/')
    .every((step, at) => step === '*' || steps[at] === undefined || step === steps[at]);
}

describe('a hostile value at any place of any record', () => {
  it('finds places in the records of every resource, those among them that have to be named', () => {
    const without = samples
      .filter(({ places }) => places.length === 0)
      .map(({ definition }) => definition.name);

    expect(samples.map(({ definition }) => definition.name)).toEqual(resources.map(({ name }) => name));
    expect(without).toEqual([]);
  });

  it.each(everyNth(HOSTILE_VALUES, 10))(
    'is kept faithfully, withheld by rule, or counted as invalid: $name',
    (value) => {
      const kinds = new Set<string>();
      const lost = samples.flatMap((sample) =>
        sample.places.flatMap(({ item, place }) => {
          const kind = kindAt(compilePolicy(sample.definition.record), place.steps);
          // What is large is put once at each kind of place: there is nothing more to learn elsewhere.
          if (value.isHeavy && kinds.has(kind)) return [];
          kinds.add(kind);
          const fate = fateOf(sample, item, place, value);
          return fate.startsWith('lost') ? [`${sample.definition.name} ${place.pattern}: ${fate}`] : [];
        }),
      );

      expect(lost).toEqual([]);
    },
  );

  it('makes the record invalid where text belongs and something else stands', () => {
    const kinds = ['keep', 'identifier', 'secret', 'subject', 'digest', 'condition'];
    const places = samples.flatMap((sample) =>
      sample.places
        .filter(({ item, place }) => typeof readAt(item, place.steps) === 'string')
        .filter(({ place }) => kinds.includes(kindAt(compilePolicy(sample.definition.record), place.steps)))
        .map((at) => ({ sample, ...at })),
    );

    const fates = places.map(({ sample, item, place }) => [
      `${sample.definition.name} ${place.pattern}`,
      fateOf(sample, item, place, { name: 'true', json: 'true' }),
    ]);

    expect(fates.length).toBeGreaterThan(100);
    expect(fates.filter(([, fate]) => fate !== 'counted as invalid')).toEqual([]);
  });

  it('is kept, withheld or invalid, whatever JSON it is', () => {
    const places = samples.flatMap((sample) => sample.places.map((at) => ({ sample, ...at })));
    const text = fc.oneof(
      fc.string({ unit: ANY_CHARACTER }),
      fc.string({ unit: fc.constantFrom('\ud800', '\udfff', '"', '\\', '@', 'a.b') }),
    );
    const json = fc.oneof(
      text.map((any) => JSON.stringify(any)),
      fc.json({ stringUnit: ANY_CHARACTER }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );

    fc.assert(
      fc.property(fc.nat(places.length - 1), json, (index, value) => {
        const at = places[index];
        if (at === undefined) return;
        expect(fateOf(at.sample, at.item, at.place, { name: 'any', json: value })).not.toContain('lost');
      }),
      { numRuns: runs({ fast: 100, full: 1_000 }) },
    );
  });
});

/**
 * What nobody may keep, put at every place of every resource's records where the schema says so, all that has to be
 * named included: it is in no byte that a run leaves, nor in what it writes in passing, a resume point among it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compilePolicy } from '../../schemas/policy.ts';
import { resources } from '../../schemas/resources/index.ts';
import { Spool } from '../../src/spool/spool.ts';
import { resumable, resumeFiles, SLOT } from '../support/cut-off.ts';
import { optIn } from '../support/opt-in.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { bytesBelow, tracesOf } from '../support/secret-traces.ts';
import { everyNth } from '../support/tier.ts';
import { kindAt, type Place, readAt, withAt } from './hostile-places.ts';
import { answersOf, mapItems, type Sample, sampleFrom } from './hostile-samples.ts';

let bench: Workbench;
let temporary: string;
const temporaryBefore = process.env['TMPDIR'];
beforeEach(async () => {
  bench = await createWorkbench({ permissionsInUserList: true });
  temporary = mkdtempSync(join(tmpdir(), 'evidence-canaries-'));
  process.env['TMPDIR'] = temporary;
});
afterEach(async () => {
  if (temporaryBefore === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporaryBefore;
  rmSync(temporary, { recursive: true, force: true });
  await bench.close();
});

/** In every planted text, so that one search finds any of them. */
const CORE = 'Zq4tM1x9LkPwV7aBcDeF';
/** Nothing of what stands here is kept in clear, whatever it looks like. */
const NOTHING_KEPT = [
  'secret',
  'sealed',
  'subject',
  'settings',
  'digest',
  'volatile',
  'catalogue',
  'elsewhere',
  'unknown',
];

const rows = [
  {
    what: 'keys, in code and queries too',
    kinds: [...NOTHING_KEPT, 'mapping'],
    plant: (text: string, at: string) => `${text} = '${CORE}${at}'`,
  },
  {
    what: 'addresses of customers',
    kinds: [...NOTHING_KEPT, 'mapping', 'condition'],
    plant: (text: string, at: string) => `${text} or email = "jane.${CORE}${at}@customer.example"`,
  },
  {
    what: 'ids of customers in conditions',
    kinds: ['condition'],
    plant: (text: string, at: string) => `${text} and userId = '${CORE}${at}'`,
  },
];

interface Planted {
  readonly kinds: readonly string[];
  readonly plant: (text: string, at: string) => string;
}

/** Puts it into every text that is of one of the kinds; returns where. */
function plantIn({ definition, places }: Sample, { kinds, plant }: Planted): readonly string[] {
  const policy = compilePolicy(definition.record);
  // What comes with a record is evidence of another resource, by that one's own rules.
  const brought = resources.flatMap(({ within }) => within?.field ?? []);
  const texts = places.filter(
    ({ place: { steps } }) => kinds.includes(kindAt(policy, steps)) && !brought.includes(String(steps[0])),
  );
  const putAt = (item: unknown, { steps, pattern }: Place) => {
    const found = readAt(item, steps);
    return typeof found === 'string' ? withAt(item, steps, plant(found, String(pattern.length))) : item;
  };
  const change = (item: unknown) => {
    const changed = texts.reduce((done, { place }) => putAt(done, place), item);
    if (definition.name === 'workspace' || typeof changed !== 'object' || changed === null) return changed;
    // The name is none of ours either, and what is below it even less.
    return kinds.includes('unknown') ? { ...changed, somethingNew: { [CORE]: plant('', '0') } } : changed;
  };
  for (const { operationId, key } of answersOf(definition)) {
    const transform = (body: unknown) => mapItems(body, key, change);
    bench.simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
  }
  return texts.map(({ place }) => `${definition.name} ${place.pattern}`);
}

it.each(everyNth(rows, 2, 1))(
  'of a run that reads all there is no byte holds $what',
  { timeout: 120_000 },
  async (row) => {
    const { samples } = await sampleFrom(bench.simulator);
    const planted = samples.flatMap((sample) => plantIn(sample, row));
    const seen = new Map<string, Buffer>();
    let points = 0;

    const ran = await bench.run({
      slot: SLOT,
      config: { collect: { include: optIn, exclude: [], pageSize: 200 } },
      changes: {
        ...resumable,
        definitions: resources,
        newSpool: () => new Spool(1),
        onResource: (_, { kind }) => {
          if (kind !== 'ended') return;
          points += resumeFiles(bench).size;
          for (const [path, bytes] of bytesBelow(temporary)) seen.set(`in passing: ${path}`, bytes);
          for (const [path, bytes] of resumeFiles(bench)) seen.set(`to resume: ${path}`, bytes);
        },
      },
    });

    for (const [path, bytes] of bytesBelow(bench.folder)) seen.set(path, bytes);
    seen.set('log', Buffer.from(ran.logged.join('\n')));
    expect(tracesOf(CORE, seen)).toEqual([]);
    expect(planted.length).toBeGreaterThan(10);
    expect(points).toBeGreaterThan(0);
    const unread = ran.record.resources.filter(({ records }) => records === null).map(({ name }) => name);
    expect(unread).toEqual([]);
    expect((await bench.verify()).exitCode).toBe(0);
  },
);

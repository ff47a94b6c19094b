/**
 * A quarter of daily runs over the built-in simulator, with everything in it that auditors ask about: people who join,
 * leave and change, one who came and went for six hours, a destination added and removed, changes that nobody recorded,
 * days without a run, failed runs, a denied resource, a schema upgrade and a new fingerprint key. What happens is in
 * quarter-story.ts. In the fast tier the same story is told in nine days.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { VirtualClock } from './client.ts';
import { FEW } from './few.ts';
import { type RanInProcess, runInside, steady } from './inside.ts';
import { createStory, type QuarterDays, type Story } from './quarter-story.ts';
import { createWorkbench, type Ran, signer, type Workbench } from './run.ts';
import { IS_FULL } from './tier.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What its runs read. */
export const QUARTER_READS: readonly string[] = [
  'workspace',
  'users',
  'groups',
  'group-members',
  'roles',
  'invites',
  'sources',
  'source-settings',
  'destinations',
  'destination-filters',
  'tracking-plans',
  'tracking-plan-sources',
  'warehouses',
  'warehouse-sources',
  'functions',
  'regulations',
  'audit-events',
];

/** Ninety runs: one a day from the day before the quarter to the day after it, but for four days. */
const WHOLE: QuarterDays = {
  days: 94,
  before: 0,
  access: 10,
  brief: 20,
  quiet: 30,
  failed: [33, 34, 35],
  denied: [47, 48, 49, 50],
  upgraded: 60,
  hushed: 64,
  rekeyed: 70,
  missing: [75, 76, 77, 85],
};

/** The same in nine days. */
const SHORT: QuarterDays = {
  days: 9,
  before: 0,
  access: 1,
  brief: 1,
  quiet: 2,
  failed: [3],
  denied: [4, 5],
  upgraded: 6,
  hushed: 5,
  rekeyed: 6,
  missing: [7],
};

export interface Quarter {
  /** Store of the connection `acme`, in a folder of its own. */
  readonly store: string;
  /** File with the public key, in PEM. */
  readonly key: string;
  /** What was asked: the quarter; it begins a day after the first run and ends a day before the last. */
  readonly period: { readonly from: string; readonly to: string };
  readonly days: QuarterDays;
  /** What happened, with the ids and instants that answers must have. */
  readonly story: Story;
  /** The run of each day, by the number of the day; none of a day that is missing. */
  readonly runs: ReadonlyMap<number, Ran>;
  /** Instant of a day's slot: three in the morning. */
  slotOf(day: number): string;
  /** Answers from its store; `--store` and `--key` are added. */
  ask(...args: readonly string[]): Promise<RanInProcess>;
}

let shared: Promise<Quarter> | undefined;

/** Returns the quarter, collected once for all files of tests that only read it: whole in the full tier only. */
export function sharedQuarter(): Promise<Quarter> {
  shared ??= collectQuarter(IS_FULL ? WHOLE : SHORT);
  return shared;
}

async function collectQuarter(days: QuarterDays): Promise<Quarter> {
  const startMs = Date.UTC(2026, 8, 30);
  const slotOf = (day: number) => new Date(startMs + day * DAY_MS + 3 * 60 * 60 * 1000).toISOString();
  const clock = new VirtualClock();
  const goTo = (instant: string) => clock.advance(Date.parse(instant) - clock.nowMs());
  goTo(slotOf(0));
  const bench = await createWorkbench({
    clock,
    permissionsInUserList: true,
    size: { ...FEW, users: 8, groups: 3, sources: 6, destinations: 6 },
  });
  const story = createStory(bench.simulator, days, startMs);
  const runs = new Map<number, Ran>();
  for (let day = 0; day < days.days; day += 1) {
    goTo(slotOf(day));
    clock.advance(4_000);
    if (!days.missing.includes(day)) runs.set(day, await runOf(bench, days, day, slotOf(day)));
    story.live(day);
  }
  await bench.simulator.close();
  // Whichever test comes last, it is gone with the process.
  process.once('exit', () => rmSync(bench.folder, { recursive: true, force: true }));
  const key = join(bench.folder, 'quarter.pub.pem');
  writeFileSync(key, signer.publicKey.export({ type: 'spki', format: 'pem' }));
  const end = startMs + (days.days - 1) * DAY_MS;
  return {
    store: bench.folder,
    key,
    period: {
      from: new Date(startMs + DAY_MS).toISOString(),
      to: new Date(end - 1).toISOString(),
    },
    days,
    story,
    runs,
    slotOf,
    ask: (...args) => ask(bench, key, args),
  };
}

function ask({ folder, clock }: Workbench, key: string, args: readonly string[]): Promise<RanInProcess> {
  return runInside([...args, '--store', folder, '--key', key], {
    dir: folder,
    surroundings: steady(clock),
  });
}

async function runOf(bench: Workbench, days: QuarterDays, day: number, slot: string): Promise<Ran> {
  const { simulator } = bench;
  if (days.failed.includes(day)) simulator.revoke();
  if (days.denied.includes(day)) {
    const effect = { kind: 'status', status: 403 } as const;
    simulator.addFault({ match: { operationId: 'listDestinations' }, effect });
  }
  const ran = await bench.run({
    slot,
    definitions: definitionsOn(day, days),
    config: { schedule: '0 3 * * *' },
    ...(day < days.upgraded ? {} : { configuration: { collectorActor: COLLECTOR_ACTOR } }),
    ...(day < days.rekeyed ? {} : { changes: { fingerprints: NEXT_FINGERPRINTS } }),
  });
  simulator.restore();
  simulator.clearFaults();
  return ran;
}

/** Under which the trail would have what the collector's token does: nothing. Declared from the upgrade on. */
const COLLECTOR_ACTOR = 'tok1collector';

const NEXT_FINGERPRINTS = createFingerprinter(Buffer.from('the next fingerprint key for tests, long enough'));

/** Sources are kept in a first form up to the upgrade, which withheld what it did not know. */
function definitionsOn(day: number, { upgraded }: QuarterDays): readonly ResourceDefinition[] {
  const read = resources.filter(({ name }) => QUARTER_READS.includes(name));
  if (day >= upgraded) return read;
  return read.map((each) =>
    each.name === 'sources' ? { ...each, schemaVersion: 1, record: each.record.omit({ slug: true }) } : each,
  );
}

/**
 * One row of the tables of faults: something that goes wrong between Segment and us, and all that a user
 * can see of it. What a row does not name must be as if nothing were wrong; and when it is over, so must
 * be everything else.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { operationIdsOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import {
  type FaultEffect,
  SCALES,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/simulator.ts';
import { withoutFindings } from '../e2e/stored.ts';
import { ALL, readWith } from './by-default.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from './in-process-cli.ts';
import { everyNth } from './tier.ts';

/** A workspace and somebody who collects evidence of it. */
export interface Scene {
  readonly simulator: Simulator;
  readonly cli: InProcessCli;
  readonly clock: StillClock;
  /** Names of what is read, where the configuration leaves nothing out. */
  readonly read: readonly string[];
  /** Starts another workspace, such as that of the other region. */
  startOther(): Promise<Simulator>;
  /** Lets every answer of an operation meet an effect, or only so many. */
  fault(operationId: string, effect: FaultEffect, times?: number): void;
}

export interface FaultRow {
  readonly name: string;
  readonly simulator?: Partial<SimulatorOptions>;
  /** Settings of the connection, while the fault lasts and afterwards. */
  readonly connection?: Readonly<Record<string, unknown>>;
  /** What it is about besides what `gaps` and `conditions` name: that is read. */
  readonly reads?: readonly string[];
  /** There is a complete snapshot from an hour before. */
  readonly hasBaseline?: true;
  readonly arrange: (scene: Scene) => void | Promise<void>;
  /** What ends it, beyond the simulator's faults, which always end. */
  readonly mend?: (scene: Scene) => void;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** `outcome reason httpStatus` of each resource that is not complete; `-` for no status. Or told from what was asked. */
  readonly gaps: Readonly<Record<string, string>> | ((scene: Scene) => Readonly<Record<string, string>>);
  /** The same of all others. Default: `complete`. */
  readonly rest?: string;
  readonly status: 'complete' | 'partial' | 'failed';
  readonly exit: number;
  /** `condition` or `condition resource`. */
  readonly conditions: readonly string[];
  /** Part of the detail of a broken rule, by resource: which doubt it was. */
  readonly because?: Readonly<Record<string, string>>;
  /** Whatever else is to be seen. */
  readonly also?: (run: CollectedRun, scene: Scene) => void;
}

/** A run as `collect --json` tells it. */
export interface CollectedRun extends Pick<Predicate, 'status' | 'conditions'> {
  readonly resources: readonly ResourceEntry[];
  readonly record: string;
  readonly snapshot: string;
  readonly slot: string | null;
}

/** Enough of everything to be hit by any fault, and little enough to be read many times. */
export const SCALE = {
  ...SCALES.small,
  users: 8,
  groups: 3,
  destinations: 10,
  functions: 5,
  transformations: 2,
  audiencesPerSpace: 2,
  trackingPlans: 2,
  auditEventsPerDay: 0,
  regulationsPerWeek: 1,
};
const HOUR_MS = 60 * 60 * 1000;

/** Calls a function with a scene, which is gone afterwards. */
export async function withScene<T>(
  { simulator: options, connection, reads = [] }: Pick<FaultRow, 'simulator' | 'connection' | 'reads'>,
  use: (scene: Scene) => Promise<T>,
): Promise<T> {
  const clock = createStillClock();
  const simulator = await startSimulator({ now: clock.now, size: SCALE, ...options });
  const cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock, reads });
  cli.writeConfig({}, connection);
  const read = readWith(reads);
  const fault: Scene['fault'] = (operationId, effect, times) => {
    expectRead(operationId, read);
    simulator.addFault({ match: { operationId, ...(times === undefined ? {} : { times }) }, effect });
  };
  const others: Simulator[] = [];
  const startOther: Scene['startOther'] = async () => {
    const other = await startSimulator({ now: clock.now, size: SCALE, seed: 2 });
    others.push(other);
    return other;
  };
  try {
    return await use({ simulator, cli, clock, read, startOther, fault });
  } finally {
    cli.remove();
    await Promise.all([simulator, ...others].map((started) => started.close()));
  }
}

/** A fault in what nobody asks for would show nothing. */
function expectRead(operationId: string, read: readonly string[]): void {
  const asking = resources.filter((definition) => operationIdsOf(definition).includes(operationId));
  if (asking.length === 0 || asking.some(({ name, optIn }) => optIn !== undefined || read.includes(name)))
    return;
  const names = asking.map(({ name }) => name).join(', ');
  throw new Error(
    `a fault in ${operationId}: expected that ${names} is read, got a scene without. Name it in \`reads\`.`,
  );
}

/** Collects once, an hour after whatever was before. */
export async function collectOnce(
  { cli, clock }: Pick<Scene, 'cli' | 'clock'>,
  { args = [], env = {} }: Pick<FaultRow, 'args' | 'env'> = {},
): Promise<{ readonly code: number; readonly run: CollectedRun; readonly stderr: string }> {
  clock.advance(HOUR_MS);
  const { code, stdout, stderr } = await cli.run(['collect', '--json', ...args], env);
  const [run] = (JSON.parse(stdout) as { readonly runs: readonly [CollectedRun] }).runs;
  return { code, run: { ...run, conditions: withoutFindings(run.conditions) }, stderr };
}

/** Tries every row of a table; in the fast tier every `step`-th, from the row `first` on: of long ones a tenth. */
export function tryRows(rows: readonly FaultRow[], step = stepOf(rows), first = 0): void {
  it.each(everyNth(rows, step, first))(
    '$name',
    (row) => withScene({ ...row, reads: namedBy(row) }, (scene) => tryRow(row, scene)),
    120_000,
  );
}

/** The resources that a row says anything of. */
function namedBy({ reads = [], gaps, conditions }: FaultRow): readonly string[] {
  const concerned = conditions.flatMap((condition) => condition.split(' ')[1] ?? []);
  return [...reads, ...(typeof gaps === 'function' ? [] : Object.keys(gaps)), ...concerned];
}

const stepOf = ({ length }: readonly FaultRow[]) => (length < 3 ? 1 : length < 6 ? 3 : length < 20 ? 6 : 10);

async function tryRow(row: FaultRow, scene: Scene): Promise<void> {
  if (row.hasBaseline === true) {
    const { code, run } = await collectOnce(scene);
    expect([code, run.status], 'the run before the fault').toEqual([0, 'complete']);
  }
  await row.arrange(scene);

  const { code, run } = await collectOnce(scene, row);

  const gaps = typeof row.gaps === 'function' ? row.gaps(scene) : row.gaps;
  expect(endingsOf(run)).toEqual({ ...allEnding(scene, row.rest ?? 'complete'), ...gaps });
  expect({ status: run.status, exit: code }).toEqual({ status: row.status, exit: row.exit });
  expect(run.conditions.map(({ condition, resource }) => [condition, resource].join(' ').trim())).toEqual(
    [...row.conditions].sort(),
  );
  for (const [name, detail] of Object.entries(row.because ?? {}))
    expect(brokenRules(run, name)).toContainEqual(expect.stringContaining(detail));
  expectNoGapWithContent(run, scene.cli.store);
  row.also?.(run, scene);
  await expectVerified(scene);
  await expectMended(row, scene);
}

/** Every resource that a scene reads with the same ending. */
function allEnding({ read }: Scene, ending: string): Record<string, string> {
  return Object.fromEntries(
    ALL.map((name) => [name, read.includes(name) ? ending : 'not-collected excluded -']),
  );
}

/** How each resource that was asked for ended: `complete`, or outcome, reason and status. */
export function endingsOf({ resources: entries }: CollectedRun): Record<string, string> {
  const asked = entries.filter(({ reason }) => reason !== 'opt-in');
  return Object.fromEntries(
    asked.map(({ name, outcome, reason, httpStatus }) => [
      name,
      outcome === 'complete' ? outcome : `${outcome} ${reason} ${httpStatus ?? '-'}`,
    ]),
  );
}

function brokenRules(run: CollectedRun, resource: string): readonly string[] {
  const rules = run.resources.find(({ name }) => name === resource)?.completeness?.rules ?? [];
  return rules.flatMap(({ holds, detail }) => (holds ? [] : [detail ?? '']));
}

/** A gap has no count and no file, neither in the manifest nor in the record nor on disk; the record is there. */
export function expectNoGapWithContent(run: CollectedRun, store: string): void {
  const recordFile = join(store, run.record);
  expect(existsSync(recordFile), 'the chain record').toBe(true);
  const bundle = JSON.parse(readFileSync(recordFile, 'utf8'));
  const { predicate } = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()) as {
    predicate: Predicate;
  };
  const listed = new Set(predicate.artifacts.map(({ path }) => path));
  for (const { name, outcome, records, path } of predicate.resources) {
    const file = `data/resources/${name}.jsonl`;
    const isRead = records !== null;
    const places = [path === file, listed.has(file), existsSync(join(store, run.snapshot, file))];
    expect({ name, places }).toEqual({ name, places: [isRead, isRead, isRead] });
    if (outcome === 'complete') expect({ name, isRead }).toEqual({ name, isRead: true });
    if (outcome !== 'complete' && outcome !== 'partial')
      expect({ name, records }).toEqual({ name, records: null });
    if (outcome === 'partial') expect(records, `${name} must not say zero`).not.toBe(0);
  }
}

/** An auditor, who has the store and the public key and nothing else, finds nothing wrong with it. */
export async function expectVerified({ cli }: Pick<Scene, 'cli'>): Promise<void> {
  const { code, stdout } = await cli.run(['verify', cli.store, '--key', cli.publicKey]);
  expect(code, stdout).toBe(0);
}

async function expectMended(row: FaultRow, scene: Scene): Promise<void> {
  const { simulator } = scene;
  simulator.clearFaults();
  simulator.restore();
  row.mend?.(scene);

  const { code, run } = await collectOnce(scene);

  expect(endingsOf(run), 'when the fault is over').toEqual(allEnding(scene, 'complete'));
  expect([code, run.status, run.conditions], 'when the fault is over').toEqual([0, 'complete', []]);
}

/** What changes one list of an answer and keeps the reported total true to it. */
export function listEdit(key: string, edit: (items: readonly Json[]) => readonly unknown[]): FaultEffect {
  return {
    kind: 'transform-json',
    transform: (body) => {
      const { data } = body as { data: { pagination: { totalEntries: number } } & Record<string, Json[]> };
      const before = data[key] ?? [];
      const items = edit(before);
      const totalEntries = data.pagination.totalEntries + items.length - before.length;
      return { data: { ...data, [key]: items, pagination: { ...data.pagination, totalEntries } } };
    },
  };
}

/** A parsed object of an answer. */
export type Json = Readonly<Record<string, unknown>>;

/** Refuses as Segment refuses what a workspace has not bought: with a body that names it. */
export function namesFeature(scene: Scene, operationId: string, times?: number): void {
  scene.fault(operationId, { kind: 'status', status: 422 }, times);
  const errors = [{ type: 'input-validation', message: 'This feature is not part of your plan.' }];
  scene.fault(operationId, { kind: 'transform-json', transform: () => ({ errors }) }, times);
}

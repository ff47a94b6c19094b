/**
 * `doctor`: whether the stores keep what they are given, found out by trying, also what they should
 * refuse; and whether this machine's clock is right. Writes only below `segment-evidence/doctor/` in each
 * store, where nothing is evidence of anything.
 */
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { bucketOptions, type Surroundings } from '../deps.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { probeFolder } from '../store/folder-probe.ts';
import { DOCTOR_PREFIX } from '../store/layout.ts';
import type { Probe } from '../store/probe.ts';
import { openBucket } from '../store/s3-bucket.ts';
import { probeBucket } from '../store/s3-probe.ts';
import { chooseConnections } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { type ClockProbe, probeSegmentClocks } from './doctor-clock.ts';
import { worstExit } from './exit.ts';

export interface DoctorOptions {
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
}

interface StoreProbes {
  readonly store: string;
  readonly connections: readonly string[];
  /** Where the probes were written. */
  readonly wroteBelow: string;
  readonly exitCode: ExitCode;
  readonly properties: readonly Probe[];
}

/** Returns a verdict on each property of each store. Exit 0: all there; 4: not all; 5: not usable. */
export async function doctor({ config, surroundings }: DoctorOptions): Promise<CommandOutput> {
  const stores: StoreProbes[] = [];
  const chosen = chooseConnections(config, []);
  for (const connections of byStore(chosen)) {
    stores.push(await probeStore(connections, surroundings));
  }
  const clocks = await probeSegmentClocks(chosen, surroundings);
  const exitCode = worstExit([...stores.map((store) => store.exitCode), exitOf(clocks)]);
  return {
    exitCode,
    json: { schema: 'segment-evidence/doctor/v1', exitCode, stores, clocks },
    text: [...stores.map(describeStore), describeClocks(clocks)].join('\n\n'),
  };
}

/** One store may be meant in several ways: with and without a lock is not the same. */
function byStore(connections: readonly EffectiveConnection[]): readonly (readonly EffectiveConnection[])[] {
  const groups = new Map<string, EffectiveConnection[]>();
  for (const connection of connections) {
    const { store, bucketOwner, retention } = connection;
    const place = JSON.stringify([store, bucketOwner, retention]);
    groups.set(place, [...(groups.get(place) ?? []), connection]);
  }
  return [...groups.values()];
}

async function probeStore(
  connections: readonly EffectiveConnection[],
  { env, newRunId }: Surroundings,
): Promise<StoreProbes> {
  const [first] = connections;
  if (first === undefined) throw new Error('probe store: expected a connection, got none');
  const { path, kind } = first.store;
  const properties =
    kind === 's3'
      ? await probeBucket(openBucket(bucketOptions(first, env)), newRunId())
      : await probeFolder(path, newRunId());
  return {
    store: path,
    connections: connections.map(({ name }) => name),
    wroteBelow: `${path}/${DOCTOR_PREFIX}`,
    exitCode: exitOf(properties),
    properties,
  };
}

/** Without these nothing can be stored, or nothing that is stored can be relied on. */
const NEEDED: readonly string[] = ['usable', 'create-only', 'legal-hold'];

function exitOf(probes: readonly Probe[]): ExitCode {
  const faults = probes.filter(({ verdict }) => verdict !== 'ok');
  if (faults.some(({ property }) => NEEDED.includes(property))) return EXIT.storeFailed;
  return faults.length === 0 ? EXIT.done : EXIT.incomplete;
}

const WORDS = { ok: 'ok', missing: 'MISSING', 'could-not-look': 'UNKNOWN' } as const;

function describeStore({ store, connections, wroteBelow, exitCode, properties }: StoreProbes): string {
  const verdict = {
    [EXIT.done]: 'all is well',
    [EXIT.incomplete]: 'usable, but not all is well',
  }[exitCode as 0 | 4];
  return [
    `${store}: ${verdict ?? 'not usable'}`,
    `  of ${connections.join(', ')}; wrote below ${wroteBelow} only`,
    ...properties.flatMap((probe) => describeProbe(probe, probe.property)),
  ].join('\n');
}

function describeClocks(clocks: readonly ClockProbe[]): string {
  return ['clock', ...clocks.flatMap((probe) => describeProbe(probe, probe.host))].join('\n');
}

function describeProbe({ verdict, detail, hint }: Probe, name: string): readonly string[] {
  const line = `  ${WORDS[verdict].padEnd(8)}  ${name.padEnd(19)}  ${detail}`;
  return hint === undefined ? [line] : [line, `${' '.repeat(33)}${hint}`];
}

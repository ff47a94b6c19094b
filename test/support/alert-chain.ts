/** A chain that grows by records with chosen conditions, and tells its channels after each, as a run does. */
import type { Condition } from '../../schemas/condition.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import type { Channel } from '../../src/alerts/channel.ts';
import { commitSnapshot } from '../../src/commit/commit.ts';
import { readHistory } from '../../src/commit/history.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { type AnnounceDeps, announce, announceOwed, type Delivery } from '../../src/run/announce.ts';
import { channelsMember } from '../../src/run/recorded-channels.ts';
import { countUndelivered, undeliveredUpTo } from '../../src/run/undelivered-alerts.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { conditionOf, goldenPredicate } from './alerts.ts';
import { countedWaits } from './channels.ts';
import { goldenSigner } from './golden-run.ts';

export interface AlertRun {
  /** Instant of start, commit and delivery. */
  readonly at: string;
  readonly conditions: readonly Condition[];
  readonly channels: readonly Channel[];
  /** How the channels are set up; the same unless said otherwise. */
  readonly setUp?: string;
  /** Of an early version, whose records do not say which channels there were. */
  readonly isEarly?: boolean;
  /** Killed between its commit and its deliveries. */
  readonly isKilled?: boolean;
  readonly signer?: typeof goldenSigner;
}

export interface AlertChain {
  readonly store: Store;
  /** Commits and tells; returns what became of each alert, shortly. */
  run(run: AlertRun): Promise<readonly string[]>;
  /** Tells what is owed between two runs; returns whether something is left. */
  tellAgain(
    channels: readonly Channel[],
    time: Pick<AnnounceDeps, 'now' | 'sleep' | 'random'>,
  ): Promise<boolean>;
  /** Warnings of all runs so far. */
  readonly warnings: string[];
}

export function openAlertChain(
  folder: string,
  change: (store: Store) => Store = (store) => store,
): AlertChain {
  let names = 0;
  let runs = 0;
  const warnings: string[] = [];
  const store = change(openFolderStore(folder, () => `chain-${names++}`));
  const surroundings = {
    store,
    connection: 'acme',
    fingerprints: createFingerprinter(Buffer.from('a fingerprint key for tests, long enough')),
    log: { info: () => undefined, warn: (_fields: object, message: string) => void warnings.push(message) },
  };
  const run = async ({
    at,
    conditions,
    setUp = 'a',
    isKilled = false,
    isEarly = false,
    signer,
    ...run
  }: AlertRun) => {
    runs += 1;
    const newLogId = () => String(runs).padStart(32, '0');
    const channels = run.channels.map((channel) => ({ ...channel, settings: channel.settings + setUp }));
    const deps: AnnounceDeps & Parameters<typeof commitSnapshot>[0] = {
      ...surroundings,
      signer: signer ?? goldenSigner,
      channels,
      now: () => new Date(at),
      newRunId: () => `${String(runs).padStart(8, '0')}-0000-4000-8000-000000000000`,
      newLogId,
      backOff: async () => undefined,
      ...countedWaits(),
    };
    const { last } = await readHistory(deps, newLogId);
    const before = last?.statement.predicate.conditions ?? [];
    const known = await undeliveredUpTo(deps, last);
    const undelivered = countUndelivered(known);
    const owed = undelivered.size === 0 ? [] : [undeliveredCondition(undelivered)];
    const all = [...conditions, ...owed].map((condition) => ({
      ...condition,
      since: sinceOf(condition, before, at),
    }));
    const result = await commitSnapshot(deps, {
      artifacts: [],
      manifestAfter: async (_history, runId) => ({
        ...manifestOf(at, runId, all, isEarly ? {} : channelsMember(deps)),
        fingerprint: { keyId: deps.fingerprints.keyId },
      }),
      isSettled: async () => undefined,
    });
    if (isKilled) return [];
    return (await announce(deps, result.record, known)).map(inShort);
  };
  const tellAgain: AlertChain['tellAgain'] = async (channels, time) => {
    const deps = { ...surroundings, ...time, signer: goldenSigner, channels };
    const { last } = await readHistory(deps, () => '');
    if (last === undefined) return false;
    return (await announceOwed(deps, last)).some(({ result }) => result !== 'delivered');
  };
  return { store, run, tellAgain, warnings };
}

const inShort = ({ channel, alert: { state, condition, resource }, result }: Delivery): string =>
  `${channel}: ${[state, condition, resource].filter(Boolean).join(' ')}: ${result}`;

function sinceOf(condition: Condition, before: readonly Condition[], at: string): string {
  const same = before.find(
    (known) => known.condition === condition.condition && known.resource === condition.resource,
  );
  return same?.since ?? at;
}

function undeliveredCondition(counts: ReadonlyMap<string, number>): Condition {
  const summary = `Undelivered: ${[...counts].map(([name, count]) => `${name} (${count})`).join(', ')}.`;
  return conditionOf({ condition: 'alert-undelivered', severity: 'high', summary });
}

function manifestOf(
  at: string,
  runId: string,
  conditions: readonly Condition[],
  channels: ReturnType<typeof channelsMember>,
): Manifest {
  const { chain, checkpoint, snapshotPath, lastComplete, ...manifest } = goldenPredicate;
  return {
    ...manifest,
    connection: 'acme',
    conditions: [...conditions],
    artifacts: [],
    config: { sha256: '0'.repeat(64), ...channels },
    run: { ...manifest.run, id: runId, startedAt: at, endedAt: at },
  };
}

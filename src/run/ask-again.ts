/**
 * What an earlier run asked, asked once more now: for a comparison, and for nothing else. Nothing is committed, signed,
 * told or kept; what is read lies in the spool until it is closed.
 */
import type { Predicate } from '../../schemas/chain.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ArtifactEntry, ResourceEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { readRecords } from '../commit/history.ts';
import { linesOf } from '../evidence/lines.ts';
import { artifactEntries, policyDigest } from '../evidence/manifest.ts';
import { artifactPath } from '../store/layout.ts';
import { readComparison } from './comparison.ts';
import type { RunDeps } from './deps.ts';
import { type FinishedFiles, finishFiles } from './files.ts';
import { type RunReading, readWorkspace, type TokenState } from './reading.ts';
import { selectDefinitions } from './selection.ts';
import { readUntil } from './time-budget.ts';
import { clockOf, type PlannedWindow, planWindows, type WindowClock } from './windows.ts';

/** Two clocks differ, and events may come late. */
const MARGIN_MS = 5 * 60 * 1000;

/** What of a record says how it was asked. */
export type AskedBefore = Pick<Predicate, 'run' | 'clock' | 'workspace' | 'resources'>;

/** What was read now. Close it when it has been compared. */
export interface AskedAgain {
  readonly token: TokenState;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly fingerprintKeyId: string;
  readonly policySha256: string;
  /** Of the file that would say what was asked of the connection. */
  readonly configSha256: string;
  /** The time that was asked for, of each resource that is read by time. */
  readonly windows: ReadonlyMap<string, PlannedWindow>;
  /** What a manifest would say. */
  readonly resources: readonly ResourceEntry[];
  readonly artifacts: readonly ArtifactEntry[];
  /** Yields the records sorted by id; none where there would be no file. */
  records(resource: string): AsyncGenerator<StoredRecord>;
  close(): Promise<void>;
}

/**
 * Returns what Segment answers now. Resources that are read by time are asked for the time of then and all since; what is
 * asked for whole days or months is asked for those of then.
 * @throws StoreError READ_FAILED; InterruptedError
 */
export async function askAgain(
  deps: RunDeps,
  before: AskedBefore,
  resources: readonly string[],
): Promise<AskedAgain> {
  const startedAt = deps.now().toISOString();
  const pin = deps.config.workspacePin ?? before.workspace?.id;
  const selected = selectAgain(deps, resources);
  const reading = await readWorkspace(deps, {
    startedAt,
    resumable: null,
    untilMs: readUntil(deps.config, { startedAt, slot: null }).getTime(),
    selected,
    pin,
    planWindows: (clock) => windowsSince(deps.definitions, before, clock),
    askedAt: clockOf(before.run.startedAt, before.clock?.serverDate).at,
  });
  const comparison = await readComparison(deps, await readRecords(deps), reading.collected);
  const files = await finishFiles(deps, reading, { selected, comparison, isTrial: true });
  return toAnswer(deps, reading, files, startedAt);
}

function toAnswer(
  deps: RunDeps,
  { token, windows }: RunReading,
  { artifacts, entries, configuration, close }: FinishedFiles,
  startedAt: string,
): AskedAgain {
  const fileOf = (resource: string) => artifacts.find(({ path }) => path === artifactPath(resource));
  return {
    token,
    startedAt,
    endedAt: deps.now().toISOString(),
    fingerprintKeyId: deps.fingerprints.keyId,
    policySha256: policyDigest(deps.definitions),
    configSha256: configuration.artifact.sha256,
    windows,
    resources: entries,
    artifacts: artifactEntries(artifacts, undefined),
    records: async function* (resource) {
      const file = fileOf(resource);
      if (file === undefined) return;
      for await (const line of linesOf(file.open())) yield JSON.parse(line) as StoredRecord;
    },
    close,
  };
}

/** Those of the resources that the configuration still asks for, with what they are read under. */
function selectAgain(
  { definitions, config }: Pick<RunDeps, 'definitions' | 'config'>,
  resources: readonly string[],
): readonly ResourceDefinition[] {
  const { collect } = config;
  const wanted = selectDefinitions(definitions, { ...collect, only: resources }).map(({ name }) => name);
  return selectDefinitions(definitions, { ...collect, only: undefined }).filter(({ name }) =>
    wanted.includes(name),
  );
}

/** The time of then, as far as the API still remembers it, and all since: what happened explains what is different. */
function windowsSince(
  definitions: readonly ResourceDefinition[],
  { run, resources }: AskedBefore,
  clock: WindowClock,
): ReadonlyMap<string, PlannedWindow> {
  const windows = new Map<string, PlannedWindow>();
  for (const [name, remembered] of planWindows(definitions, clock, () => undefined)) {
    const then = Date.parse(resources.find((entry) => entry.name === name)?.window?.from ?? run.startedAt);
    const since = Math.min(then, Date.parse(run.startedAt) - MARGIN_MS);
    const from = new Date(Math.max(since, Date.parse(remembered.from))).toISOString();
    windows.set(name, { ...remembered, from, to: clock.at });
  }
  return windows;
}

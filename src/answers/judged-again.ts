/**
 * What checks are asked about a stored run: the same that they were asked about when it was judged, put together from
 * verified evidence alone, so that the same bytes come out.
 */
import type { Configuration } from '../../schemas/configuration.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { assembleRun, type PartFile } from '../checks/assembled-run.ts';
import type { CheckedFacts } from '../checks/checked-run.ts';
import type { EarlierRun } from '../checks/earlier-run.ts';
import type { Judged } from '../checks/judge.ts';
import { seenIn } from '../checks/seen-before.ts';
import { EvidenceError, EXIT, UnverifiedError } from '../errors.ts';
import { artifactPath, citedPath } from '../store/layout.ts';
import type { History, Run } from '../verify/read-history.ts';
import { previousOf, runAt, runBefore } from './previous-run.ts';

export interface JudgedAgain {
  readonly judged: Judged;
  /**
   * Once it has been judged: what of the runs before could not be looked at any more, in words. Where there is any, the
   * answers may be others than then, and no sign of tampering.
   */
  readonly missing: ReadonlySet<string>;
}

/**
 * Returns what checks are asked about a run of a history.
 * @throws UnverifiedError NO_EVIDENCE when its files have expired; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function judgedAgain(
  { runs }: Pick<History, 'runs'>,
  run: Run,
  definitions: readonly ResourceDefinition[],
): Promise<JudgedAgain> {
  if (run.isExpired) throw expired(run);
  const kept = await run.configuration();
  // With what it was judged then: it may have been another record than the one that it came to stand behind.
  const { previous, ...token } = (await run.checkResults())?.judgedWith ?? {
    previous: previousOf(runs, run),
    tokenSince: tokenSinceOf(run),
  };
  const missing = new Set<string>();
  const before = previous === null ? undefined : runAt(runs, previous);
  if (previous !== null && before === undefined) missing.add(recordText(previous.seq));
  if (before?.isExpired === true) missing.add(expiredText(before));
  return {
    missing,
    judged: {
      isFatal: (error) => error instanceof EvidenceError,
      policy: kept?.policy,
      previous,
      seenBefore: seenIn(await before?.checkResults()),
      run: assembleRun({
        facts: factsOf(run, kept, token),
        keyId: run.manifest.fingerprint.keyId,
        entry: (resource) => asJudged(run, resource),
        inputs: run.manifest.inputs ?? [],
        fileOf: (name) => fileOf(run, name),
        earlier: earlierRuns(runs, before, missing),
        definitions,
      }),
    },
  };
}

function factsOf(
  { manifest }: Run,
  kept: Configuration | undefined,
  token: Pick<CheckedFacts, 'tokenSince' | 'isTokenSinceDeclared'>,
): CheckedFacts {
  const { startedAt, slot } = manifest.run;
  return {
    startedAt,
    slot,
    clockSkewMs: manifest.clock?.skewMs,
    region: kept?.region ?? manifest.workspace?.region ?? 'us',
    origin: manifest.origin,
    workspaceId: manifest.workspace?.id ?? null,
    ...token,
    ...(kept?.declaredRole === undefined ? {} : { declaredRole: kept.declaredRole }),
    ...(kept?.collectorActor === undefined ? {} : { collectorActor: kept.collectorActor }),
    features: kept?.features ?? {},
  };
}

/** What the record says of it, where no answer has kept it. */
function tokenSinceOf({ manifest: { token } }: Run): string | null {
  if (token === null) return null;
  const { firstSeenAt, storedAt } = token;
  return storedAt !== undefined && Date.parse(storedAt) < Date.parse(firstSeenAt) ? storedAt : firstSeenAt;
}

/** What drifted is known once the place in the chain is, which is after judging. */
function asJudged(run: Run, resource: string): ReturnType<Run['entry']> {
  const entry = run.entry(resource);
  if (entry === undefined) return undefined;
  const { drift: _, ...known } = entry;
  return known;
}

function fileOf(run: Run, name: string): PartFile | undefined {
  const signed = run.manifest.artifacts.find(({ path }) => path === citedPath(name));
  if (signed === undefined) return undefined;
  const { path, sha256, bytes, records } = signed;
  return { path, sha256, bytes, records, lines: () => run.lines(path) as AsyncIterable<StoredRecord> };
}

async function* earlierRuns(
  runs: readonly Run[],
  newest: Run | undefined,
  missing: Set<string>,
): AsyncGenerator<EarlierRun> {
  for (let run = newest; run !== undefined; ) {
    yield toEarlier(run, missing);
    const { prev } = run.manifest.chain;
    const before = runBefore(runs, run);
    if (before === undefined && prev !== null) missing.add(recordText(prev.seq));
    run = before;
  }
}

function toEarlier(run: Run, missing: Set<string>): EarlierRun {
  const { chain, fingerprint, status, artifacts } = run.manifest;
  const lines = (resource: string) => run.lines(artifactPath(resource)) as AsyncGenerator<StoredRecord>;
  return {
    run: run.manifest.run,
    status,
    seq: chain.seq,
    isFirst: chain.seq === 0 && chain.continues === null,
    keyId: fingerprint.keyId,
    entry: run.entry,
    sha256Of: (resource) => artifacts.find(({ path }) => path === artifactPath(resource))?.sha256,
    isAsSigned: async (resource) => {
      if (run.isExpired) missing.add(expiredText(run));
      else for await (const _ of lines(resource)) break;
      return !run.isExpired;
    },
    records: lines,
  };
}

const recordText = (seq: number) => `record ${seq} is not there`;
const expiredText = ({ manifest }: Run) =>
  `the files of record ${manifest.chain.seq} are gone: their retention has ended`;

function expired({ manifest }: Run): UnverifiedError {
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `check: ${manifest.snapshotPath}: expected its files, got none: their retention has ended`,
    exitCode: EXIT.cannotJudge,
  });
}

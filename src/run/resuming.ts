/**
 * A run that is cut off, and the one after it: what was read whole before is taken over and not asked for again, and
 * what this run reads whole is kept for the next. See docs/decisions/0014-resume.md.
 */
import type { Configuration } from '../../schemas/configuration.ts';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ResumeBound } from '../../schemas/resume-point.ts';
import { type CommitResult, commitSnapshot } from '../commit/commit.ts';
import { StoreError } from '../errors.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { policyDigest } from '../evidence/manifest.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import { removePoints } from '../resume/remove-points.ts';
import { takeOver } from '../resume/take-over.ts';
import { PointWriter } from '../resume/write-point.ts';
import type { CollectedResource, ReadBefore } from '../segment/collect.ts';
import type { RunDeps } from './deps.ts';
import type { PlannedWindow } from './windows.ts';

/** What of a snapshot a run before had read. */
export interface Resumed {
  /** The start of the first such run. */
  readonly since: string;
  readonly resources: readonly string[];
}

export interface Resuming {
  readonly before: ReadBefore;
  readonly resumed: Resumed | undefined;
  /** The windows that taken over resources were asked for, where there are any. */
  readonly windows: ReadonlyMap<string, PlannedWindow>;
  /** The attempts that read what was taken over. */
  readonly attempts: readonly CollectionLogLine[];
  noteAttempt(operationId: string, line: string): void;
  /** Ends it when reading has ended. */
  end(collected: readonly CollectedResource[]): Promise<void>;
}

export interface ResumeRequest {
  readonly startedAt: string;
  /** The slot that the run fills; `null`: a run that takes nothing over and leaves nothing behind. */
  readonly slot: string | null;
  /** The resources that are asked for. */
  readonly selected: readonly ResourceDefinition[];
  readonly secrets: SecretSet;
  readonly workspaceId: string;
  /** The value itself. */
  readonly token: string;
  readonly windows: ReadonlyMap<string, PlannedWindow>;
}

/** Returns what a run starts from; `undefined` where runs are not resumed. */
export async function openResuming(deps: RunDeps, request: ResumeRequest): Promise<Resuming | undefined> {
  const { store, connection, signer, resume, newSpool, now, log } = deps;
  const { slot, selected, secrets, startedAt } = request;
  if (resume === undefined || slot === null) return undefined;
  const place = { store, connection, slot, cipher: resume.cipher, signer };
  const bound = boundOf(deps, request);
  const taking = { bound, now: now() };
  const taken = await takeOver({ place, taking, definitions: selected, newSpool, secrets, log });
  const resources = [...(taken?.resources ?? [])];
  const windows = new Map(
    resources.flatMap(([name, { window }]) =>
      window === undefined ? [] : [[name, window as unknown as PlannedWindow] as const],
    ),
  );
  const names = resources.map(([name]) => name);
  const since = taken?.point.since ?? startedAt;
  const files = taken?.point.resources.filter(({ name }) => names.includes(name)) ?? [];
  const writer = new PointWriter({
    place,
    bound,
    before: { since, resources: files, secrets: taken?.point.secrets ?? [] },
    secrets,
    windowOf: (name) => ({ ...request.windows.get(name) }),
    newSpool,
    fromMs: Date.parse(startedAt) + resume.afterMs,
    now,
    newId: deps.newRunId,
    log,
  });
  return {
    before: {
      taken: new Map(resources.map(([name, { resource }]) => [name, resource])),
      keep: (resource) => writer.keep(resource),
      stop: () => writer.stop({ isCutOff: false }),
      leave: async () => {
        await writer.stop({ isCutOff: false });
        if (!writer.hasWritten) return;
        log.info({ slot }, 'what was read whole is kept for the next run of this slot');
      },
    },
    resumed: names.length === 0 ? undefined : { since, resources: names },
    windows,
    attempts: resources.flatMap(([, { log: lines }]) => lines),
    noteAttempt: (operationId, line) => writer.noteAttempt(operationId, line),
    end: (collected) => writer.stop({ isCutOff: isCutOff(collected) }),
  };
}

/** Whether a run ended before its work, so that the next one of its slot has something left to read. */
export function isCutOff(collected: readonly CollectedResource[]): boolean {
  return collected.some(({ facts }) => facts.gap?.outcome === 'deferred');
}

/** After the commit: what nobody needs any more goes, where the store allows that. */
export async function removeResumed(
  deps: RunDeps,
  slot: string | null,
  collected: readonly CollectedResource[],
): Promise<void> {
  const { store, connection, now, log, resume } = deps;
  if (resume === undefined || slot === null || isCutOff(collected)) return;
  await removePoints({ store, connection, slot, now: now(), log });
}

/**
 * Commits. A disk that is full of what was kept for a run that is not needed any more gives that room first.
 * @throws StoreError, SealError
 */
export async function commitMakingRoom(
  deps: RunDeps,
  slot: string | null,
  plan: Parameters<typeof commitSnapshot>[1],
): Promise<CommitResult> {
  try {
    return await commitSnapshot(deps, plan);
  } catch (error) {
    if (deps.resume === undefined || slot === null || !isFull(error)) throw error;
    const { store, connection, now, log } = deps;
    const removed = await removePoints({ store, connection, slot, now: now(), log });
    if (removed === 0) throw error;
    return commitSnapshot(deps, plan);
  }
}

function isFull(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && ['ENOSPC', 'EDQUOT'].includes(String(cause.code));
}

/** What must be the same for what was read to be what would be read. */
function boundOf(deps: RunDeps, { workspaceId, token }: ResumeRequest): ResumeBound {
  const { toolVersion, toolDigest, configuration, definitions, config, fingerprints } = deps;
  return {
    toolVersion,
    toolDigest: toolDigest ?? null,
    configurationSha256: sha256(canonical(whatIsAsked(configuration))),
    policySha256: policyDigest(definitions),
    origin: config.apiUrl,
    workspaceId,
    tokenFingerprint: fingerprints.of('segment/token', token),
    fingerprintKeyId: fingerprints.keyId,
  };
}

/** Without how fast and for how long is read: whoever was cut off is told to give the next run more time. */
function whatIsAsked({ collect, ...others }: Configuration): object {
  const speed = ['concurrency', 'requestsPerMinute', 'shareLimitsWith'];
  const { maxMinutes: _, ...asked } = collect;
  return { ...Object.fromEntries(Object.entries(others).filter(([name]) => !speed.includes(name))), asked };
}

/**
 * token → identify → collect. Everything that can go wrong before or while reading ends here as a
 * fact; only a bug or an interruption leaves this file as an error.
 */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { vocabularyOf } from '../../schemas/vocabulary.ts';
import { SecretError } from '../errors.ts';
import type { Gap } from '../evidence/read-facts.ts';
import { SecretSet } from '../evidence/secret-set.ts';
import { type Identity, RefusalJudge, type WorkspaceIdentity } from '../segment/access.ts';
import { type CollectedResource, collectResources } from '../segment/collect.ts';
import { gapOf } from '../segment/gap.ts';
import { AttemptLog } from './attempt-log.ts';
import type { FetchedToken, RunDeps } from './deps.ts';
import { isSameWorkspace } from './earlier-records.ts';
import { openResuming, type Resumed, type Resuming } from './resuming.ts';
import { type TriedToken, tryToken } from './token.ts';
import { clockOf, type PlannedWindow, type WindowClock } from './windows.ts';

/** What became of the token. */
export type TokenState =
  | 'working'
  | 'refused'
  | 'wrong-region'
  | 'wrong-workspace'
  | 'unavailable'
  | 'unknown';

/** What may be said of a token. */
export interface TokenInUse {
  readonly fingerprint: string;
  readonly stage: string | undefined;
  readonly changedAt: string | undefined;
  /** The stage whose token Segment refused before this one was tried. */
  readonly refusedStage: string | undefined;
}

/** All that was read, and all that could not be. */
export interface RunReading {
  readonly token: TokenState;
  /** The token that was used; absent when none could be fetched. */
  readonly tokenInUse: TokenInUse | undefined;
  readonly workspace: WorkspaceIdentity | undefined;
  readonly collected: readonly CollectedResource[];
  /** Why everything that is asked for and not collected was not asked. */
  readonly gap: Gap | undefined;
  readonly secrets: SecretSet;
  readonly log: AttemptLog;
  /** The time that was asked for, of each resource that is read by time. */
  readonly windows: Windows;
  /** What a run before had read; absent: this one has read everything itself. */
  readonly resumed?: Resumed | undefined;
}

type Windows = ReadonlyMap<string, PlannedWindow>;

/** What a run sets out with. */
export interface ReadRequest {
  readonly startedAt: string;
  /** The slot whose cut off run is resumed; `null`: none. */
  readonly resumable: string | null;
  readonly selected: readonly ResourceDefinition[];
  /** When the time for reading is over, in milliseconds since 1970. */
  readonly untilMs: number;
  /** The workspace that the token must belong to, where one is known. */
  readonly pin: string | undefined;
  /** Plans the windows, once it is known what time it is where the events are. */
  readonly planWindows: (clock: WindowClock) => Windows;
  /** The instant that fixed stretches of time are counted back from; default: now, by the server's clock. */
  readonly askedAt?: string;
}

/** Returns what could be read until the time for reading is over. */
export async function readWorkspace(deps: RunDeps, request: ReadRequest): Promise<RunReading> {
  const { pin, untilMs } = request;
  const log = new AttemptLog(deps.newSpool(), deps.definitions);
  const secrets = new SecretSet(vocabularyOf(deps.definitions));
  const windows = request.planWindows({ at: request.startedAt, isUnasked: true });
  const unread = { workspace: undefined, collected: [], secrets, log, windows } as const;
  let fetched: FetchedToken;
  try {
    fetched = await deps.fetchToken();
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    deps.log.warn({ reference: error.reference }, 'the token could not be fetched');
    const gap: Gap = { outcome: 'denied', reason: 'token' };
    return { ...unread, token: 'unavailable', tokenInUse: undefined, gap };
  }
  const tried = await tryToken(fetched, { deps, pin, secrets, onAttempt: log.note, untilMs });
  const { identity, opened } = tried;
  try {
    const judge = new RefusalJudge(tried.access);
    const token = tried.token.secret.reveal();
    const options = { deps, request, secrets, judge, client: opened.client, log, token };
    const read =
      identity.kind === 'identified' ? await readIdentified(identity, options) : notIdentified(identity);
    await log.settled();
    return { ...unread, tokenInUse: inUse(deps, tried), ...read };
  } catch (error) {
    // No one will seal this log: what is on disk of it goes, once the last line has been written.
    await Promise.allSettled([log.settled()]);
    await log.spool.close();
    throw error;
  } finally {
    await opened.close();
  }
}

function inUse({ fingerprints }: RunDeps, { token, refusedStage }: TriedToken): TokenInUse {
  const { secret, stage, changedAt } = token;
  return { fingerprint: fingerprints.of('segment/token', secret.reveal()), stage, changedAt, refusedStage };
}

type ReadPart = Pick<RunReading, 'token' | 'gap'> &
  Partial<Pick<RunReading, 'workspace' | 'collected' | 'windows' | 'resumed'>>;

function notIdentified(identity: Exclude<Identity, { kind: 'identified' }>): ReadPart {
  if (identity.kind === 'unreachable') return { token: 'unknown', gap: gapOf(identity.error, 'token') };
  return { token: identity.isOtherRegion ? 'wrong-region' : 'refused', gap: gapOf(identity.error, 'token') };
}

interface ReadIdentifiedOptions {
  readonly deps: RunDeps;
  readonly request: ReadRequest;
  readonly secrets: SecretSet;
  readonly judge: RefusalJudge;
  readonly client: ReturnType<RunDeps['openClient']>['client'];
  readonly log: AttemptLog;
  /** The value itself. */
  readonly token: string;
}

async function readIdentified(
  identity: Extract<Identity, { kind: 'identified' }>,
  options: ReadIdentifiedOptions,
): Promise<ReadPart> {
  const { deps, request, judge } = options;
  const { workspace, serverDate } = identity;
  const { selected, pin } = request;
  const clock = clockOf(request.startedAt, serverDate);
  const planned = request.planWindows(clock);
  const isRight = pin === undefined || isSameWorkspace(pin, workspace.id, deps);
  // Of a workspace that is not ours nothing more is read than which one it is.
  const definitions = isRight ? selected : selected.filter(({ name }) => name === 'workspace');
  const resuming = isRight ? await resume(workspace, planned, options) : undefined;
  const windows = new Map([...planned, ...(resuming?.windows ?? [])]);
  const asking = { definitions, windows, askedAt: request.askedAt ?? clock.at, resuming };
  const collected = await collectFrom(identity, asking, options);
  await resuming?.end(collected);
  const read = { workspace, collected, windows, resumed: resuming?.resumed, gap: undefined };
  if (!isRight) return { token: 'wrong-workspace', ...read, gap: { outcome: 'denied', reason: 'token' } };
  const verdict = await judge.settle();
  if (verdict === 'scope') return { token: 'working', ...read };
  if (verdict === 'unknown') return { token: 'unknown', ...read };
  return { token: judge.refused?.isOtherRegion === true ? 'wrong-region' : 'refused', ...read };
}

/** Takes over what a run of this slot had read before it was cut off. */
async function resume(
  { id }: WorkspaceIdentity,
  windows: Windows,
  { deps, request, secrets, token, log }: ReadIdentifiedOptions,
): Promise<Resuming | undefined> {
  const { startedAt, selected, resumable: slot } = request;
  const resuming = await openResuming(deps, {
    startedAt,
    slot,
    selected,
    secrets,
    workspaceId: id,
    token,
    windows,
  });
  log.restore(resuming?.attempts ?? []);
  log.onAttempt = resuming?.noteAttempt;
  return resuming;
}

interface Collecting {
  readonly definitions: readonly ResourceDefinition[];
  readonly windows: Windows;
  readonly askedAt: string;
  readonly resuming: Resuming | undefined;
}

function collectFrom(
  identified: Extract<Identity, { kind: 'identified' }>,
  { definitions, windows, askedAt, resuming }: Collecting,
  { deps, secrets, judge, client }: ReadIdentifiedOptions,
): Promise<readonly CollectedResource[]> {
  const features = Object.entries(deps.config.features);
  return collectResources({
    definitions,
    client,
    judge,
    identified,
    pageSize: deps.config.collect.pageSize,
    windows,
    askedAt,
    featuresOff: new Set(features.flatMap(([name, has]) => (has ? [] : [name]))),
    fingerprints: deps.fingerprints,
    secrets,
    newSpool: deps.newSpool,
    now: deps.now,
    before: resuming?.before,
    ...(deps.onResource === undefined ? {} : { onResource: deps.onResource }),
  });
}

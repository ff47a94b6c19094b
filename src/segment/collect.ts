/**
 * Collects all resources of a run: parents before children, the rest side by side at the connection's
 * pace. A resource that fails leaves the others alone; what it could not read is one of its facts.
 */
import { parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { DriftTally } from '../evidence/drift.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import { createNormaliser } from '../evidence/normalise.ts';
import { RedactionTally } from '../evidence/redact.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { Identity, RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import type { CollectedResource, LineSpool } from './collected.ts';
import { lookUpDangling } from './look-up.ts';
import { areNamed } from './observe.ts';
import { childNeedsOf } from './parent-book.ts';
import type { ReadWindow } from './places.ts';
import { ResourceReader } from './read-resource.ts';
import { readInItsWay } from './read-ways.ts';
import { type LookOptions, lookAgain } from './second-look.ts';
import { urgenciesOf } from './urgency.ts';

export type { CollectedResource, LineSpool };

/** What a run of the same slot had read before it was cut off, and who keeps what this one reads. */
export interface ReadBefore {
  readonly taken: ReadonlyMap<string, CollectedResource>;
  /** Takes a resource that has been read. Its spool must stay open until `stop`. */
  readonly keep: (resource: CollectedResource) => void;
  /** Resolves when no spool is read from any more: nothing else is kept. */
  readonly stop: () => Promise<void>;
  /** The same, of a run that ends here. */
  readonly leave: () => Promise<void>;
}

export interface CollectOptions {
  readonly definitions: readonly ResourceDefinition[];
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  /** The answer that identified the token: the workspace is not asked for twice. */
  readonly identified: Extract<Identity, { kind: 'identified' }>;
  readonly pageSize: number;
  /** The time to ask for, of each resource that is read by time. */
  readonly windows: ReadonlyMap<string, ReadWindow>;
  /** The instant that fixed stretches of time are counted back from, ISO 8601 UTC. */
  readonly askedAt: string;
  /** Features that the operator says the workspace does not have. */
  readonly featuresOff: ReadonlySet<string>;
  readonly fingerprints: Fingerprinter;
  readonly secrets: SecretSet;
  readonly newSpool: () => LineSpool;
  readonly now: () => Date;
  readonly onResource?: (name: string, event: ResourceEvent) => void;
  readonly before?: ReadBefore | undefined;
}

export type ResourceEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'records'; readonly records: number }
  | { readonly kind: 'ended'; readonly hasGap: boolean };

/** Returns what was read of each definition, in the definitions' order. Parents must come before children. */
export async function collectResources(options: CollectOptions): Promise<readonly CollectedResource[]> {
  const readings = new Map<string, Promise<CollectedResource>>();
  for (const definition of options.definitions) {
    const ends = [...parentsOf(definition), definition.otherSide?.parent].flatMap((end) =>
      end === undefined ? [] : [readings.get(end.resource)],
    );
    readings.set(definition.name, takenOrCollected(definition, ends, options));
  }
  const results = await Promise.allSettled(readings.values());
  let collected: readonly CollectedResource[] = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  try {
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    // Of a token that has stopped working meanwhile nothing more is asked.
    await options.judge.settle();
    collected = await lookAgain(collected, { ...options, readAgain: again(options) });
    return await lookUpDangling(collected, options);
  } catch (error) {
    await options.before?.leave();
    await Promise.all(collected.map(({ spool }) => spool.close()));
    throw error;
  }
}

/** Reads one more time what others have been read under, and says nothing of its progress. */
function again({ onResource: _, ...options }: CollectOptions): LookOptions['readAgain'] {
  return async (definition, listed) => {
    // What is read again may replace what is being kept for the next run.
    await options.before?.stop();
    const ends = [...listed.values()].map((resource) => Promise.resolve(resource));
    return collectResource(definition, ends, options);
  };
}

/** Returns what was read before, or what is read now and kept in case that this run is cut off. */
async function takenOrCollected(
  definition: ResourceDefinition,
  ends: Parameters<typeof collectResource>[1],
  options: CollectOptions,
): Promise<CollectedResource> {
  const taken = options.before?.taken.get(definition.name);
  if (taken === undefined) {
    const collected = await collectResource(definition, ends, options);
    options.before?.keep(collected);
    return collected;
  }
  const { records } = taken.observations;
  options.onResource?.(definition.name, { kind: 'started' });
  options.onResource?.(definition.name, { kind: 'records', records });
  options.onResource?.(definition.name, { kind: 'ended', hasGap: false });
  return taken;
}

async function collectResource(
  definition: ResourceDefinition,
  ends: readonly (Promise<CollectedResource> | undefined)[],
  options: CollectOptions,
): Promise<CollectedResource> {
  const listed = new Map<string, CollectedResource>();
  for (const end of await Promise.all(ends)) if (end !== undefined) listed.set(end.definition.name, end);
  const startedAt = options.now().toISOString();
  options.onResource?.(definition.name, { kind: 'started' });
  const spool = options.newSpool();
  const notes = { tally: new RedactionTally(definition.name), drift: new DriftTally() };
  const reader = openReader(definition, spool, notes, options);
  try {
    if (definition.name === 'workspace') await reader.takeRead(options.identified.record, options.identified);
    else await readInItsWay(reader, definition, listed, isOff(definition, options));
  } catch (error) {
    await spool.close();
    throw error;
  }
  options.onResource?.(definition.name, { kind: 'ended', hasGap: reader.facts.gap !== undefined });
  return {
    definition,
    facts: reader.facts,
    observations: reader.observed,
    parentResource: reader.parentResource,
    isWhole: reader.isListWhole && reader.observed.withoutId === 0,
    isListWhole: reader.isListWhole,
    firstPages: reader.firstPages,
    parents: reader.observed.parents,
    httpStatus: reader.httpStatus,
    startedAt,
    endedAt: options.now().toISOString(),
    spool,
    ...notes,
  };
}

function openReader(
  definition: ResourceDefinition,
  spool: LineSpool,
  notes: Pick<CollectedResource, 'tally' | 'drift'>,
  options: CollectOptions,
): ResourceReader {
  const { client, judge, identified, pageSize, windows, askedAt, definitions } = options;
  const { fingerprints, secrets, onResource } = options;
  let records = 0;
  return new ResourceReader(definition, {
    client,
    judge,
    pageSize,
    workspaceId: identified.workspace.id,
    window: windows.get(definition.name),
    askedAt,
    urgency: urgenciesOf(definitions).get(definition.name),
    childNeeds: childNeedsOf(definition.name, definitions),
    areIdsWanted: areNamed(definition.name, definitions),
    madeSinceMs: Math.min(...[...windows.values()].map(({ from }) => Date.parse(from))),
    normalise: createNormaliser({ definition, fingerprints, secrets, ...notes }),
    take: (line) => {
      records += 1;
      onResource?.(definition.name, { kind: 'records', records });
      return spool.add(line);
    },
  });
}

function isOff({ feature }: ResourceDefinition, { featuresOff }: CollectOptions): boolean {
  return feature !== undefined && featuresOff.has(feature);
}

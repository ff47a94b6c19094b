/**
 * Collects all resources of a run: parents before children, the rest side by side at the connection's
 * pace. A resource that fails leaves the others alone; what it could not read is one of its facts.
 */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { KeyedLine } from '../evidence/artifact.ts';
import type { ReadFacts } from '../evidence/completeness.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import { createNormaliser } from '../evidence/normalise.ts';
import { RedactionTally } from '../evidence/redact.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { Identity, RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { ResourceReader } from './read-resource.ts';

/** Takes lines and gives them back in order. */
export interface LineSpool {
  add(line: KeyedLine): Promise<void>;
  sorted(): AsyncIterable<KeyedLine>;
  close(): Promise<void>;
}

/** What reading one resource brought. */
export interface CollectedResource {
  readonly definition: ResourceDefinition;
  readonly facts: ReadFacts;
  readonly recordsWithUnknownFields: number;
  readonly httpStatus: number | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly spool: LineSpool;
  readonly tally: RedactionTally;
}

export interface CollectOptions {
  readonly definitions: readonly ResourceDefinition[];
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  /** The answer that identified the token: the workspace is not asked for twice. */
  readonly identified: Extract<Identity, { kind: 'identified' }>;
  readonly pageSize: number;
  readonly fingerprints: Fingerprinter;
  readonly secrets: SecretSet;
  readonly newSpool: () => LineSpool;
  readonly now: () => Date;
  readonly onResource?: (name: string, event: ResourceEvent) => void;
}

export type ResourceEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'records'; readonly records: number }
  | { readonly kind: 'ended' };

interface Reading {
  readonly collected: CollectedResource;
  readonly ids: readonly string[];
}

/** Returns what was read of each definition, in the definitions' order. Parents must come before children. */
export async function collectResources(options: CollectOptions): Promise<readonly CollectedResource[]> {
  const readings = new Map<string, Promise<Reading>>();
  for (const definition of options.definitions) {
    const parent = definition.parent === undefined ? undefined : readings.get(definition.parent.resource);
    readings.set(definition.name, collectResource(definition, parent, options));
  }
  const results = await Promise.allSettled(readings.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(
      results.map((result) =>
        result.status === 'fulfilled' ? result.value.collected.spool.close() : undefined,
      ),
    );
    throw failed.reason;
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.collected] : []));
}

async function collectResource(
  definition: ResourceDefinition,
  parent: Promise<Reading> | undefined,
  options: CollectOptions,
): Promise<Reading> {
  const parents = await parent;
  const startedAt = options.now().toISOString();
  options.onResource?.(definition.name, { kind: 'started' });
  const spool = options.newSpool();
  const tally = new RedactionTally(definition.name);
  let records = 0;
  const reader = new ResourceReader(definition, {
    client: options.client,
    judge: options.judge,
    pageSize: options.pageSize,
    normalise: createNormaliser({
      definition,
      fingerprints: options.fingerprints,
      tally,
      secrets: options.secrets,
    }),
    take: (line) => {
      records += 1;
      options.onResource?.(definition.name, { kind: 'records', records });
      return spool.add(line);
    },
  });
  try {
    await readWith(reader, definition, parents, options);
  } catch (error) {
    await spool.close();
    throw error;
  }
  options.onResource?.(definition.name, { kind: 'ended' });
  const collected: CollectedResource = {
    definition,
    facts: reader.facts,
    recordsWithUnknownFields: reader.recordsWithUnknownFields,
    httpStatus: reader.httpStatus,
    startedAt,
    endedAt: options.now().toISOString(),
    spool,
    tally,
  };
  return { collected, ids: reader.ids };
}

async function readWith(
  reader: ResourceReader,
  definition: ResourceDefinition,
  parents: Reading | undefined,
  { identified }: CollectOptions,
): Promise<void> {
  if (definition.name === 'workspace') {
    await reader.takeRead(identified.record, identified.status, identified.digitsKept);
  } else if (parents === undefined) {
    await reader.read();
  } else if (parents.ids.length === 0 && parents.collected.facts.gap !== undefined) {
    reader.inherit(parents.collected.facts.gap);
  } else {
    const ids = [...new Set(parents.ids)];
    await reader.readUnder({ ids, isWhole: isWhole(parents.collected.facts, ids.length) });
  }
}

/** Whether a list of parents can be taken for all of them. The finished file is judged more strictly. */
function isWhole(facts: ReadFacts, distinct: number): boolean {
  const tiesOut = facts.lastTotal === undefined || facts.lastTotal === distinct;
  return facts.gap === undefined && tiesOut && facts.firstTotal === facts.lastTotal;
}

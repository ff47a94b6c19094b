/** Runs for checks to look at, made of records by hand, and what a check answers about one. */
import { type CheckResult, checkResults, type Sightings } from '../../schemas/check-results.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Check } from '../../src/checks/check.ts';
import type { Changes, CheckedFacts, CheckedRun } from '../../src/checks/checked-run.ts';
import { judge } from '../../src/checks/judge.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import { isWhole } from '../../src/evidence/records/whole.ts';

/** A record: its data, whose `id` is the record's; or data, id and parent. */
export type MadeRecord = StoredRecord | (Record<string, unknown> & { readonly id: string });

/** Records read whole; or how reading ended, with what was read all the same. */
export type MadeResource =
  | readonly MadeRecord[]
  | {
      readonly outcome: ResourceEntry['outcome'];
      readonly reason?: ResourceEntry['reason'];
      readonly records?: readonly MadeRecord[];
      readonly window?: ResourceEntry['window'];
    };

export interface MadeRun {
  /** By resource. What is not named was read whole and is empty; an input that is not named is not given. */
  readonly records: Readonly<Record<string, MadeResource>>;
  /** Of the run before. */
  readonly before?: Readonly<Record<string, readonly MadeRecord[]>>;
  /** What of the time of a resource the run before had read. */
  readonly windowBefore?: ResourceEntry['window'];
  /** By resource; of any other there was nothing before. */
  readonly changes?: Readonly<Record<string, Changes>>;
  /** Events that explain what an earlier run saw, by its resource and ids; undefined: not read yet. Default: none does. */
  readonly late?: CheckedRun['lateEvents'];
  readonly facts?: Partial<CheckedFacts>;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly seen?: Sightings;
  readonly at?: string;
}

const NOT_GIVEN = { outcome: 'not-collected', reason: 'opt-in' } as const;

export const AT = '2026-11-22T03:00:00.000Z';

/** Returns the answer of one check about a made run; it fits the published format. */
export async function answerOf(check: Check, made: MadeRun): Promise<CheckResult> {
  const results = await judge([check], {
    run: madeRun(made),
    policy: made.policy,
    previous: null,
    seenBefore: new Map(made.seen === undefined ? [] : [[check.id, made.seen]]),
  });
  const [result] = checkResults.parse(results).results;
  if (result === undefined) throw new Error('a check gives an answer');
  return result;
}

/** Returns a run as checks see it. */
export function madeRun({
  records,
  before,
  windowBefore,
  changes,
  late,
  facts,
  at = AT,
}: MadeRun): CheckedRun {
  const given = (resource: string): Exclude<MadeResource, readonly MadeRecord[]> => {
    const made = records[resource] ?? (resource.startsWith('input:') ? NOT_GIVEN : []);
    return 'outcome' in made ? made : { outcome: 'complete', records: made };
  };
  const isReadable = (resource: string) =>
    given(resource).outcome === 'complete' || given(resource).records !== undefined;
  const entry = (resource: string) => entryOf(resource, given(resource));
  return {
    countedTo: at,
    entry,
    isReadable,
    isWhole: (resource) => isWhole(given(resource)),
    count: (resource) => (isReadable(resource) ? (given(resource).records?.length ?? 0) : undefined),
    async *records(resource) {
      for (const record of given(resource).records ?? []) yield toRecord(record);
    },
    fileOf: (name) =>
      isReadable(name) ? { path: `data/resources/${name}.jsonl`, sha256: sha256(name) } : undefined,
    changes: async (resource) => changes?.[resource] ?? { kind: 'first' },
    lateEvents: late ?? (async () => []),
    before: async (resource) => {
      const earlier = before?.[resource];
      if (earlier === undefined) return undefined;
      const isUnchanged = JSON.stringify(earlier) === JSON.stringify(given(resource).records ?? []);
      return {
        at: '2026-11-21T03:00:00.000Z',
        seq: 0,
        entry: entryOf(resource, { outcome: 'complete', records: earlier, window: windowBefore }),
        isUnchanged,
        async *records() {
          for (const record of earlier) yield toRecord(record);
        },
      };
    },
    facts: {
      startedAt: at,
      slot: at,
      region: 'us',
      origin: { kind: 'segment', host: 'api.segmentapis.com' },
      workspaceId: 'w',
      tokenSince: '2026-11-01T00:00:00.000Z',
      features: {},
      ...facts,
    },
  };
}

function toRecord(made: MadeRecord): StoredRecord {
  const isWholeRecord = typeof made['data'] === 'object' && made['data'] !== null;
  return isWholeRecord ? (made as StoredRecord) : { id: made.id, data: made };
}

function entryOf(
  name: string,
  { outcome, reason, records, window }: Exclude<MadeResource, readonly MadeRecord[]>,
): ResourceEntry {
  return {
    name,
    schemaVersion: 1,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    records: outcome === 'complete' ? (records?.length ?? 0) : (records?.length ?? null),
    pages: 1,
    requests: 1,
    ...(window === undefined ? {} : { window }),
  };
}

/** What a check may look at: the sealed facts of one run, and of those before it. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { RecordReader } from '../evidence/records/reader.ts';

export interface CheckedRun extends RecordReader {
  readonly facts: CheckedFacts;
  /** How reading a resource ended; undefined when the run knew no such resource. */
  entry(resource: string): ResourceEntry | undefined;
  /** The file of a resource, of `collection-log` or `configuration`; undefined where there is none. */
  fileOf(name: string): { readonly path: string; readonly sha256: string } | undefined;
  /** The newest whole reading of a resource before this run; undefined where there is none. */
  before(resource: string): Promise<EarlierReading | undefined>;
}

/** What of a run is no record. All of it is sealed. */
export interface CheckedFacts {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly slot: string | null;
  readonly region: 'us' | 'eu';
  /** Of the API that answered. */
  readonly origin: { readonly kind: 'segment' | 'simulator' | 'override'; readonly host: string };
  /** null: not identified. */
  readonly workspaceId: string | null;
  /** Since when the token is known at the latest; null where none was used. */
  readonly tokenSince: string | null;
  readonly declaredRole?: string;
  /** The actor under which the audit trail has what the collector's token does. */
  readonly collectorActor?: string;
  /** Declared. */
  readonly features: Readonly<Record<string, boolean>>;
}

/** Records that an earlier run read whole. */
export interface EarlierReading {
  /** When that run started. */
  readonly at: string;
  readonly seq: number;
  readonly entry: ResourceEntry;
  /** Whether its bytes are those of now: then nothing has changed. */
  readonly isUnchanged: boolean;
  records: () => ReturnType<RecordReader['records']>;
}

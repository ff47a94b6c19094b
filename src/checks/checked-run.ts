/** What a check may look at: the sealed facts of one run, and of those before it. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { RecordReader } from '../evidence/records/reader.ts';

export interface CheckedRun extends RecordReader {
  readonly facts: CheckedFacts;
  /** How reading a resource ended; undefined when the run knew no such resource. */
  entry(resource: string): ResourceEntry | undefined;
  /** The file of a resource, of `collection-log` or `configuration`; undefined where there is none. */
  fileOf(name: string): { readonly path: string; readonly sha256: string } | undefined;
  /** What differs from the newest whole reading before, and which events explain it. */
  changes(resource: string): Promise<Changes>;
  /**
   * Which events explain a change that an earlier run saw in the last minutes of the trail, which it left to the runs to
   * come; undefined while they have not been read whole.
   */
  lateEvents(change: LateChange): Promise<Change['explainedBy'] | undefined>;
  /** The newest whole reading of a resource before this run; undefined where there is none. */
  before(resource: string): Promise<EarlierReading | undefined>;
}

/** What of a run is no record. All of it is sealed. */
export interface CheckedFacts {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly slot: string | null;
  /** By how much the clock of the run was ahead of the server's; absent where no server said. */
  readonly clockSkewMs?: number | undefined;
  readonly region: 'us' | 'eu';
  /** Of the API that answered. */
  readonly origin: { readonly kind: 'segment' | 'simulator' | 'override'; readonly host: string };
  /** null: not identified. */
  readonly workspaceId: string | null;
  /** Since when the token is known at the latest; null where none was used. */
  readonly tokenSince: string | null;
  /** `tokenSince` is the day on which it was made, as somebody says: it is no older. */
  readonly isTokenSinceDeclared?: true | undefined;
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

export type Changes =
  /** Nothing was read whole before: there is nothing to compare with. */
  | { readonly kind: 'first' }
  | { readonly kind: 'not-comparable'; readonly reason: string }
  | {
      readonly kind: 'compared';
      /** When the run started that it was compared with. */
      readonly since: string;
      readonly changes: readonly Change[];
      /**
       * Whether the audit trail of all the time between was read, and has events of such records at all: else a change may
       * have an event that nobody saw. The last minutes before the run are read by the next one, and count as read.
       */
      readonly isTrailWhole: boolean;
      /** When reading it ended now: what changed did so by then. */
      readonly until: string;
    };

/** What is kept of a change until the minutes in which it may have been made have been read. */
export interface LateChange extends Pick<Change, 'resource' | 'change' | 'named'> {
  /** By when it was made. */
  readonly until: string;
}

export interface Change {
  readonly resource: string;
  /** Of the record. */
  readonly id: string;
  readonly name?: string;
  readonly change: 'added' | 'removed' | 'changed';
  /**
   * Of a record that changed. `pointer`: RFC 6901, in the record's data. Of a list whose order means nothing, `before` and
   * `after` have only the items that went and those that came. What Segment's catalogue says of itself is left out.
   */
  readonly fields: readonly {
    readonly pointer: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
  /** Ids that an event about it may name: its own, and those of what it belongs to. No addresses. */
  readonly named: { readonly own: readonly string[]; readonly related: readonly string[] };
  /** Sorted by time; none: unexplained. */
  readonly explainedBy: readonly {
    readonly eventId: string;
    readonly type: string;
    readonly actor: string | null;
    readonly at: string;
  }[];
}

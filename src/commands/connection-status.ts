/** What `status` says of one connection, as `--json` has it. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ExitCode } from '../errors.ts';
import type { LateSlot } from '../schedule/tally.ts';

export interface AheadRecord {
  readonly chain: number;
  readonly seq: number;
  readonly at: string;
  readonly slot: string | null;
}

export interface ConnectionStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly last:
    | (Pick<Predicate, 'status' | 'workspace' | 'origin' | 'conditions'> & {
        readonly at: string;
        readonly seq: number;
        /** Resources that are not there for this workspace and never were; absent where there is none. */
        readonly notOffered?: readonly string[];
      })
    | null;
  /** Start of the run that the next one is counted from; null: none is dated before now. */
  readonly countedFrom: string | null;
  readonly overdueSince: string | null;
  readonly chainProblem: string | null;
  readonly tokenAgeDays: number | null;
  /** Of the last 90 days. */
  readonly runs: { readonly complete: number; readonly partial: number; readonly failed: number };
  /** Runs that read another workspace; they count for nothing. */
  readonly foreignRuns: number;
  /** Null where there is no schedule, or no run to count from. */
  readonly expectedSlots: number | null;
  /** Slots of the schedule without a complete record. */
  readonly missingSlots: readonly string[];
  /** Slots whose complete record was made more than the time of grace after them. */
  readonly lateSlots: readonly LateSlot[];
  /** Records dated after now: nothing is counted from them. */
  readonly aheadRecords: readonly AheadRecord[];
  readonly lastGood: Readonly<Record<string, string>>;
}

export interface UnknownStatus {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

export type ConnectionState = ConnectionStatus | UnknownStatus;

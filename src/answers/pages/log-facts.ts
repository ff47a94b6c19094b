/** Every request that the run made, as its log has them. Plain data. */
import type { CollectionLogLine } from '../../../schemas/lines.ts';
import { COLLECTION_LOG_PATH } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import type { Column } from '../table.ts';
import { type TableFacts, tableFacts } from './table-facts.ts';

export interface LogFacts {
  readonly attempts: number;
  /** Of these, such as asked once more for the same. */
  readonly again: number;
  readonly bytes: number;
  readonly operations: readonly OperationFacts[];
  readonly lines: TableFacts;
}

export interface OperationFacts {
  readonly operationId: string;
  readonly attempts: number;
  readonly again: number;
  readonly records: number;
  readonly bytes: number;
  /** By status of the answer; `none`: there was no answer. */
  readonly statuses: readonly { readonly status: string; readonly count: number }[];
}

/** The page is to open in seconds: the file beside it has all. */
const MOST_LINES = 3_000;

const columns: readonly Column<CollectionLogLine>[] = [
  { key: 'at', title: 'At', kind: 'instant', value: ({ at }) => at },
  { key: 'request', title: 'Request', kind: 'text', value: requestOf },
  { key: 'attempt', title: 'Attempt', kind: 'count', value: ({ attempt }) => attempt },
  { key: 'status', title: 'Status', kind: 'count', value: ({ status }) => status },
  { key: 'records', title: 'Records', kind: 'count', value: ({ records = null }) => records },
  {
    key: 'total',
    title: 'Segment’s total',
    kind: 'count',
    value: ({ reportedTotal = null }) => reportedTotal,
  },
  { key: 'bytes', title: 'Bytes', kind: 'count', value: ({ bytes }) => bytes },
  { key: 'duration', title: 'Milliseconds', kind: 'count', value: ({ durationMs }) => durationMs },
  {
    key: 'request_id',
    title: 'Segment’s request id',
    kind: 'text',
    value: ({ requestId = null }) => requestId,
  },
  { key: 'error', title: 'Error', kind: 'text', value: ({ error = '' }) => error },
];

/** @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function logFacts(run: Run): Promise<LogFacts> {
  const operations = new Map<string, CountedOperation>();
  const counted = async function* () {
    for await (const line of run.lines(COLLECTION_LOG_PATH) as AsyncGenerator<CollectionLogLine>) {
      count(operations, line);
      yield line;
    }
  };
  const lines = await tableFacts('request-log', columns, counted(), MOST_LINES);
  const all = [...operations.values()].map(({ statuses, ...each }) => ({
    ...each,
    statuses: [...statuses].map(([status, count]) => ({ status, count })),
  }));
  const sum = (of: (each: OperationFacts) => number) => all.reduce((total, each) => total + of(each), 0);
  return {
    attempts: sum(({ attempts }) => attempts),
    again: sum(({ again }) => again),
    bytes: sum(({ bytes }) => bytes),
    operations: all.toSorted((one, other) => other.attempts - one.attempts),
    lines,
  };
}

interface CountedOperation extends Record<'attempts' | 'again' | 'records' | 'bytes', number> {
  readonly operationId: string;
  readonly statuses: Map<string, number>;
}

function count(operations: Map<string, CountedOperation>, line: CollectionLogLine): void {
  const { operationId, attempt, status, records = 0, bytes } = line;
  const known = operations.get(operationId) ?? {
    operationId,
    attempts: 0,
    again: 0,
    records: 0,
    bytes: 0,
    statuses: new Map(),
  };
  known.attempts += 1;
  known.again += attempt > 1 ? 1 : 0;
  known.records += records;
  known.bytes += bytes;
  const said = status === null ? 'none' : String(status);
  known.statuses.set(said, (known.statuses.get(said) ?? 0) + 1);
  operations.set(operationId, known);
}

function requestOf({ method, path, query }: CollectionLogLine): string {
  const parts = Object.entries(query).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? `${method} ${path}` : `${method} ${path}?${parts.join('&')}`;
}

/** What was asked of Segment in a period: exactly which requests, and how they were answered. Plain data. */
import type { CollectionLogLine } from '../../../../schemas/lines.ts';
import { COLLECTION_LOG_PATH } from '../../../store/layout.ts';
import type { Run } from '../../../verify/read-history.ts';
import { type CertificateFacts, certificateFacts } from '../certificate-facts.ts';
import { type RunName, runName } from './period-runs.ts';

export interface PeriodRequests {
  readonly attempts: number;
  /** Answered otherwise than with a 2xx, or not at all. */
  readonly refused: number;
  readonly bytes: number;
  /** Runs of which no log is left. */
  readonly withoutLog: number;
  readonly operations: readonly OperationTotals[];
  /** As the last run of the period sent them; null: there is none. */
  readonly asked: { readonly run: RunName; readonly resources: readonly Asked[] } | null;
}

type Asked = Pick<CertificateFacts, 'name' | 'outcome' | 'asked' | 'method'>;

export interface OperationTotals {
  readonly operationId: string;
  readonly method: string;
  readonly attempts: number;
  readonly refused: number;
  readonly records: number;
  readonly bytes: number;
}

/** Goes through the logs of one run after the other. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function periodRequests(runs: readonly Run[]): Promise<PeriodRequests> {
  const operations = new Map<string, Writable<OperationTotals>>();
  let withoutLog = 0;
  for (const run of runs) {
    let hasLog = false;
    for await (const line of run.lines(COLLECTION_LOG_PATH) as AsyncGenerator<CollectionLogLine>) {
      hasLog = true;
      count(operations, line);
    }
    if (!hasLog) withoutLog += 1;
  }
  const all = [...operations.values()].sort((one, other) => (one.operationId < other.operationId ? -1 : 1));
  const sum = (key: 'attempts' | 'refused' | 'bytes') => all.reduce((total, each) => total + each[key], 0);
  const last = runs.at(-1);
  return {
    attempts: sum('attempts'),
    refused: sum('refused'),
    bytes: sum('bytes'),
    withoutLog,
    operations: all,
    asked: last === undefined ? null : { run: runName(last), resources: askedBy(last) },
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function count(operations: Map<string, Writable<OperationTotals>>, line: CollectionLogLine): void {
  const { operationId, method, status, records = 0, bytes } = line;
  const key = `${method} ${operationId}`;
  const known = operations.get(key) ?? { operationId, method, attempts: 0, refused: 0, records: 0, bytes: 0 };
  operations.set(key, known);
  known.attempts += 1;
  if (status === null || status < 200 || status > 299) known.refused += 1;
  known.records += records;
  known.bytes += bytes;
}

const askedBy = (run: Run): readonly Asked[] =>
  certificateFacts(run)
    .filter(({ outcome }) => outcome !== 'not-collected')
    .map(({ name, outcome, asked, method }) => ({ name, outcome, asked, method }));

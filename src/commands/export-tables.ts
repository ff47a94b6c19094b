/** `export --format xlsx|csv`: what checks answered in a period, for whoever takes nothing but tables. */

import type { CheckResult } from '../../schemas/check-results.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Answer } from '../answers/answer.ts';
import { changes } from '../answers/changes/changes.ts';
import { checkColumns } from '../answers/checks/check-columns.ts';
import type { Column, Table } from '../answers/table.ts';
import { UnverifiedError } from '../errors.ts';
import type { ExportPeriod } from '../export/scope.ts';
import type { ExportStanding } from '../report/export/export-standing.ts';
import type { ExportedRun } from '../report/export/exported-run.ts';
import type { History } from '../verify/read-history.ts';
import { calendarAnswer } from './calendar-answer.ts';
import type { ConnectionCalendar } from './calendar-text.ts';
import { EXPORT_SCHEMA, exitOf } from './export-output.ts';

export interface TablesOf {
  readonly history: History;
  readonly period: ExportPeriod;
  readonly runs: readonly ExportedRun[];
  readonly standing: ExportStanding;
  /** Empty: of the newest run alone. */
  readonly calendars: readonly ConnectionCalendar[];
}

interface Row {
  readonly run: ExportedRun;
  readonly result: CheckResult;
}

/** Returns a row for each check of each run; where an output has sheets, the calendar and what changed besides. */
export async function periodTables({
  history,
  period,
  runs,
  standing,
  calendars,
}: TablesOf): Promise<Answer> {
  const { connection } = history;
  const isPeriod = calendars.length > 0;
  const calendar = isPeriod ? calendarAnswer({ ...period, calendars }) : undefined;
  const changed = isPeriod ? await changesIn(history, period) : undefined;
  const sheets = [calendar?.table, ...(calendar?.sheets ?? []), changed?.table].filter(
    (each) => each !== undefined,
  );
  const span = isPeriod ? `${period.from} to ${period.to}` : 'the newest run';
  return {
    question: 'What did checks answer, when was it asked, and what changed?',
    standing: standing.standing,
    cover: [
      ['Connection', connection],
      ['Of', span],
      ...(calendar === undefined ? [] : ([['Calendar', calendar.standing]] as const)),
      ...(changed === undefined ? [] : ([['What changed', changed.standing]] as const)),
      ...runs.map(snapshotLine),
      ['Means', 'A check supports the controls that it names; it cannot say that one is met.'],
    ],
    exitCode: exitOf(standing),
    table: tableOf(runs) as Table,
    sheets,
    head: { schema: EXPORT_SCHEMA },
    rowsKey: 'rows',
    asOf: runs.at(-1)?.manifest.run.startedAt ?? period.to,
  };
}

const snapshotLine = ({ manifest, manifestSha256 }: ExportedRun) =>
  [
    'Snapshot',
    `record ${manifest.chain.number}/${manifest.chain.seq}, ${manifest.snapshotPath}, evidence-manifest.json sha256:${manifestSha256}`,
  ] as const;

/** Of one run nothing can have changed. */
async function changesIn(history: History, { from, to }: ExportPeriod): Promise<Answer | undefined> {
  const scope = { kind: 'period', fromMs: Date.parse(from), toMs: Date.parse(to) } as const;
  try {
    return (await changes(history, { scope, definitions: resources })) as Answer;
  } catch (error) {
    if (error instanceof UnverifiedError && error.code === 'NO_EVIDENCE') return undefined;
    throw error;
  }
}

const ofRun: readonly Column<Row>[] = [
  { key: 'run', title: 'Run', kind: 'instant', value: ({ run }) => run.manifest.run.startedAt },
  { key: 'record', title: 'Record', kind: 'count', value: ({ run }) => run.manifest.chain.seq },
];

function tableOf(runs: readonly ExportedRun[]): Table<Row> {
  const ofResult = checkColumns.map(
    (column): Column<Row> => ({ ...column, value: ({ result }) => column.value(result) }),
  );
  return {
    name: 'checks',
    columns: [...ofRun, ...ofResult],
    rows: async function* () {
      for (const run of runs)
        for (const result of (await run.checkResults())?.results ?? []) yield { run, result };
    },
  };
}

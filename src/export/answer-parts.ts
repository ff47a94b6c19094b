/**
 * The answers of an export: the populations as of the end of its period, with the statement that gives the same from the
 * evidence; what changed in the period; its calendar. They rest on the snapshots in the export alone, so that whoever has it
 * can make each of them again. Derived: never evidence.
 */
import { resources } from '../../schemas/resources/index.ts';
import type { Answer } from '../answers/answer.ts';
import { changes } from '../answers/changes/changes.ts';
import { population } from '../answers/population.ts';
import { LEAST_DUCKDB } from '../answers/statement.ts';
import { views } from '../answers/views/index.ts';
import { UnverifiedError, UsageError } from '../errors.ts';
import { toCsv } from '../report/export/csv.ts';
import { toXlsx } from '../report/export/xlsx.ts';
import { snapshotPrefix } from '../store/layout.ts';
import type { History } from '../verify/read-history.ts';
import { type ExportPart, partOf } from './part.ts';
import type { ExportPeriod } from './scope.ts';

export interface AnswersOf {
  /** Of the snapshots in the export. */
  readonly history: History;
  readonly period: ExportPeriod;
  readonly calendar: Answer;
}

/** What an export has of answers, and what it could not be told. */
export interface AnswerParts {
  readonly parts: readonly ExportPart[];
  /** A sentence each without its full stop. */
  readonly leftOut: readonly string[];
}

/** Returns the answers. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function answerParts({ history, period, calendar }: AnswersOf): Promise<AnswerParts> {
  const parts: ExportPart[] = [];
  const leftOut: string[] = [];
  const take = async (what: string, ask: () => Promise<readonly ExportPart[]>) => {
    try {
      parts.push(...(await ask()));
    } catch (error) {
      if (!(error instanceof UnverifiedError) || error.code !== 'NO_EVIDENCE') throw error;
      leftOut.push(`${what}: no snapshot of the period has it`);
    }
  };
  for (const view of views)
    await take(`population ${view.name}`, async () => {
      const answer = await population(history, { view, at: period.to });
      const path = `answers/populations/${view.name}`;
      const folder = snapshotPrefix(history.connection, answer.snapshot.snapshotPath);
      return [await tableOf(path, answer as Answer), partOf(`${path}.sql`, statementText(answer, folder))];
    });
  await take('changes', async () => {
    const [fromMs, toMs] = [Date.parse(period.from), Date.parse(period.to)];
    const scope = { kind: 'period', fromMs, toMs } as const;
    const answer = await changes(history, { scope, definitions: resources });
    return [await tableOf('answers/changes', answer as Answer)];
  });
  parts.push(await tableOf('answers/calendar', calendar));
  return { parts, leftOut };
}

/** A workbook; CSV where there are more rows than one can have. */
async function tableOf(path: string, answer: Answer): Promise<ExportPart> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of toXlsx(answer)) chunks.push(chunk);
    return partOf(`${path}.xlsx`, Buffer.concat(chunks));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {
      path: `${path}.csv`,
      async *open() {
        for await (const line of toCsv(answer)) yield Buffer.from(line);
      },
    };
  }
}

function statementText(
  { standing, statement }: { readonly standing: string; readonly statement: string },
  folder: string,
): string {
  const said = [
    standing,
    `For DuckDB ${LEAST_DUCKDB} or newer, in the folder data/${folder} of this export.`,
    'Verify the evidence first: VERIFY.md says how.',
  ];
  return `${said.map((line) => `-- ${line.replaceAll(/\p{C}|\p{Zl}|\p{Zp}/gu, ' ')}\n`).join('')}${statement}`;
}

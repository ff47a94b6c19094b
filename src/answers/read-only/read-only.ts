/** Did the collector only read? What Segment's own audit trail, as later runs sealed it, says of each run. */
import { EXIT, UnverifiedError } from '../../errors.ts';
import { type AuditEvent, toEvent } from '../../evidence/changes/event-kinds.ts';
import { spanText } from '../../evidence/changes/spans.ts';
import { TRAIL } from '../../evidence/changes/trail.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { type Answer, standingOf } from '../answer.ts';
import { inOrderOfTime, type Scope, startOf } from '../changes/readings.ts';
import { wholeWindowOf } from '../changes/run-trail.ts';
import { Actors, People } from './actors.ts';
import { readOnlyColumns } from './columns.ts';
import { type ProofRow, rowOf } from './proof-row.ts';
import { type TrailWindow, verdictOn } from './verdict.ts';

export const READ_ONLY_SCHEMA = 'segment-evidence/read-only-proof/v1';

/**
 * Returns the verdict on each run of a scope.
 * @throws UnverifiedError NO_EVIDENCE where no run is in it; NOT_VERIFIED; StoreError READ_FAILED
 */
export async function readOnlyProof(
  { connection, runs: all, notes }: History,
  scope: Scope,
): Promise<Answer<ProofRow>> {
  const runs = inOrderOfTime(all);
  const judged = runs.filter((run) => startOf(run) >= scope.fromMs && startOf(run) <= scope.toMs);
  if (judged.length === 0) throw noRun(connection, scope);
  const { rows, open } = await judge(judged, runs);
  const counts = countsOf(rows, open);
  const gaps = gapsOf(counts, rows);
  const { from, to } = spanText(scope);
  return {
    question: 'Did the collector only read?',
    standing: standingOf(supportedWords(connection, counts), gaps),
    cover: [
      ['Connection', connection],
      ['Asked for', `${from} to ${to}`],
      [
        'Verdicts',
        `${counts.supported} supported, ${counts.contradicted} contradicted, ${counts.indeterminate} indeterminate`,
      ],
      ['How', HOW],
      ...notes.map(({ message }) => ['Note', message] as const),
    ],
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: {
      name: 'read-only-proof',
      columns: readOnlyColumns,
      rows: async function* () {
        yield* rows;
      },
    },
    head: { schema: READ_ONLY_SCHEMA, from, to, connection, counts, gaps },
    rowsKey: 'runs',
  };
}

const HOW =
  'Of each run, the audit trail of the time in which it worked, as later runs read it whole. Events that only tell of reading change nothing. An event of anybody shows that the trail tells of what happens.';

/** A run reads the trail up to five minutes before its start, and two clocks may differ by a minute. */
const LONGEST_MARGIN_MS = 10 * 60 * 1000;

async function judge(
  judged: readonly Run[],
  runs: readonly Run[],
): Promise<{ readonly rows: readonly ProofRow[]; readonly open: number }> {
  const windows = await windowsOf(runs);
  const people = new People(runs);
  const actors = new Actors();
  const rows: ProofRow[] = [];
  let open = 0;
  for (const run of judged) {
    const collectorActor = await actors.of(run);
    const span = spanOf(run);
    const isDue = runs.some((each) => startOf(each) >= span.toMs + LONGEST_MARGIN_MS);
    const facts = { span, collectorActor, isDue, people: await people.at(run) };
    const later = windows.filter(({ reader }) => startOf(reader) > startOf(run));
    const verdict = verdictOn(facts, later);
    if (verdict.isOpen) open += 1;
    rows.push(rowOf(run, verdict, collectorActor));
  }
  return { rows, open };
}

interface Counts {
  readonly runs: number;
  readonly supported: number;
  readonly contradicted: number;
  readonly indeterminate: number;
  /** Of the indeterminate ones: those whose trail no run has read yet. */
  readonly open: number;
}

function countsOf(rows: readonly ProofRow[], open: number): Counts {
  const count = (wanted: ProofRow['verdict']) => rows.filter(({ verdict }) => verdict === wanted).length;
  return {
    runs: rows.length,
    supported: count('supported'),
    contradicted: count('contradicted'),
    indeterminate: count('indeterminate'),
    open,
  };
}

function supportedWords(connection: string, { supported, runs, open }: Counts): string {
  const left =
    open === 0 ? '' : `; the trail of the last ${open === 1 ? 'one' : open} is read by the next run`;
  return `the audit trail supports of ${supported} of ${runs} runs of ${connection} that they changed nothing${left}`;
}

/** What the last runs leave to the next one is no gap. */
function gapsOf(
  { supported, contradicted, indeterminate, open, runs }: Counts,
  rows: readonly ProofRow[],
): readonly string[] {
  const unclear = indeterminate - open;
  const because = (wanted: ProofRow['verdict']) => rows.find(({ verdict }) => verdict === wanted)?.reason;
  if (supported + contradicted === 0 && unclear === 0)
    return [`no later run has read the audit trail of any of the ${runs} runs yet`];
  return [
    ...(contradicted === 0
      ? []
      : [`${contradicted} of ${runs} runs contradicted: ${because('contradicted')}`]),
    ...(unclear === 0 ? [] : [`${unclear} of ${runs} runs indeterminate: ${because('indeterminate')}`]),
  ];
}

function spanOf({ manifest }: Run) {
  const { startedAt, endedAt, resumed } = manifest.run;
  return { fromMs: Date.parse(resumed?.since ?? startedAt), toMs: Date.parse(endedAt) };
}

async function windowsOf(runs: readonly Run[]): Promise<readonly TrailWindow<Run>[]> {
  const windows: TrailWindow<Run>[] = [];
  for (const run of runs) {
    const span = wholeWindowOf(run);
    if (span === undefined) continue;
    const events: AuditEvent[] = [];
    for await (const record of run.records(TRAIL)) {
      const event = toEvent(record);
      if (event !== undefined) events.push(event);
    }
    windows.push({ reader: run, span, events });
  }
  return windows;
}

function noRun(connection: string, scope: Scope): UnverifiedError {
  const { from, to } = spanText(scope);
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `changes: ${connection}: expected a run from ${from} to ${to}, got none`,
    hint: 'status --from --to shows which runs there are.',
    exitCode: EXIT.cannotJudge,
  });
}

/** Whether Segment still answers as a snapshot says: equal, or what moved, and which events explain it. */
import { EXIT, type ExitCode } from '../../errors.ts';
import { TRAIL } from '../../evidence/changes/trail.ts';
import { type Answer, standingOf } from '../answer.ts';
import { digestOf } from '../changes/readings.ts';
import { nameOf } from '../population.ts';
import { assertVerified } from '../reader.ts';
import type { Asked } from './asked.ts';
import { type ReperformRow, reperformColumns } from './columns.ts';
import { coverOf, gapsOf, totalWords } from './reperform-text.ts';
import { type ReperformRequest, sideOf, standingsOf } from './standings.ts';

export const REPERFORM_SCHEMA = 'segment-evidence/reperform/v1';

/**
 * Returns what became of each resource. Bytes of the snapshot are verified before a row rests on them.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function reperform(request: ReperformRequest): Promise<Answer<ReperformRow>> {
  const { run, asked, definitions } = request;
  // Equal digests are no longer looked into: what was sealed must be there all the same.
  if (!run.isExpired)
    await assertVerified(
      run,
      definitions.map(({ name }) => name),
    );
  const standings = await standingsOf(request);
  const { all, moves } = standings;
  const gaps = gapsOf(standings, asked);
  return {
    question: 'Does Segment still answer as the snapshot says?',
    standing: standingOf(totalWords(run, asked, all), gaps),
    cover: coverOf(run, asked, all),
    exitCode: exitOf(asked, gaps),
    table: {
      name: 'reperform',
      columns: reperformColumns,
      rows: async function* () {
        for (const { resource, result, reason } of all)
          if (result !== 'moved') yield { resource, result, ...(reason === undefined ? {} : { reason }) };
        for await (const move of moves.rows()) yield { result: 'moved', ...move };
      },
    },
    head: {
      schema: REPERFORM_SCHEMA,
      connection: run.manifest.connection,
      snapshot: nameOf(run),
      asked: { from: asked.startedAt, to: asked.endedAt, token: asked.token },
      events: eventsOf(asked),
      gaps,
      resources: all,
    },
    rowsKey: 'rows',
  };
}

/** What of the audit trail was read for it. */
function eventsOf(asked: Asked): object {
  const entry = asked.resources.find(({ name }) => name === TRAIL);
  const { from, to } = asked.windows.get(TRAIL) ?? {};
  return { ...sideOf(entry, digestOf(asked, TRAIL)), ...(from === undefined ? {} : { from, to }) };
}

/** That its token cannot be used outweighs whatever else there is. */
const REFUSED = ['refused', 'wrong-region', 'wrong-workspace'];

function exitOf({ token }: Asked, gaps: readonly string[]): ExitCode {
  if (REFUSED.includes(token)) return EXIT.tokenRefused;
  return gaps.length === 0 ? EXIT.done : EXIT.incomplete;
}

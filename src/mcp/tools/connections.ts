/** Which workspaces there is evidence of. */
import * as z from 'zod';
import { standingOf } from '../../answers/answer.ts';
import { nameOf } from '../../answers/population.ts';
import { EvidenceError } from '../../errors.ts';
import type { ConnectionEvidence } from '../evidence.ts';
import { paging, toTool } from '../tool.ts';

export const connections = toTool({
  name: 'connections',
  title: 'Which workspaces there is evidence of',
  description:
    'Lists the connections: which Segment workspaces there is sealed evidence of, since when it is collected, the newest snapshot and how it ended. Use it first, and whenever another tool asks for a connection.',
  input: z.strictObject(paging),
  answer: async (_, { connections: all }) => {
    const rows = await Promise.all(all.map(rowOf));
    const broken = rows.flatMap(({ connection, error }) =>
      error === undefined ? [] : [`${connection}: ${error.message}`],
    );
    return {
      standing: standingOf(
        `every connection there is, with its newest snapshot; ${rows.length} in all`,
        broken,
      ),
      snapshot: rows.length === 1 ? (rows[0]?.newest ?? null) : null,
      about: {},
      rows: () => rows,
    };
  },
});

/** One whose evidence cannot be used says why, and hides no other. */
async function rowOf({ connection, history }: ConnectionEvidence) {
  try {
    const { runs, notes } = await history();
    const newest = runs.at(-1);
    const complete = runs.findLast(({ manifest }) => manifest.status === 'complete');
    return {
      connection,
      workspace: newest?.manifest.workspace ?? null,
      runs: runs.length,
      firstRunAt: runs[0]?.manifest.run.startedAt ?? null,
      status: newest?.manifest.status ?? null,
      newest: newest === undefined ? null : nameOf(newest),
      newestComplete: complete === undefined ? null : nameOf(complete),
      notes: notes.slice(0, 10).map(({ message }) => message),
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { connection, newest: null, error: { code: error.code, message: error.message } };
  }
}

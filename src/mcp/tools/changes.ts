/** What changed in a period, and who changed it. */
import * as z from 'zod';
import { resources } from '../../../schemas/resources/index.ts';
import { changes as changesIn } from '../../answers/changes/changes.ts';
import { plainJson } from '../plain.ts';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';
import { scopeOf } from './scope.ts';

export const changes = toTool({
  name: 'changes',
  title: 'What changed in a period, and who changed it',
  description:
    'What was added, removed or changed in a period, and what came and went between two runs: each with the fields before and after, when, and by whom as the audit trail says; `unexplained` where no event says who made a change. Use it for who joined or left, when something was added and by whom, and changes to sample.',
  input: z.strictObject({
    connection: connectionName,
    from: z
      .string()
      .optional()
      .describe('First day in UTC, 2026-10-01, or an instant. Default: the run before the last.'),
    to: z.string().optional().describe('Last day in UTC, 2026-12-31, or an instant. Default: the last run.'),
    resource: z
      .enum(resources.map(({ name }) => name))
      .optional()
      .describe('Only changes of this kind of record: users, destinations, …'),
    explanation: z
      .enum(['explained', 'unexplained', 'vendor', 'not-known'])
      .optional()
      .describe('Only changes that are explained like this.'),
    contains: z
      .string()
      .optional()
      .describe(
        'Only changes with this text anywhere in them, such as an id or a name; case does not matter.',
      ),
    ...paging,
  }),
  answer: async ({ connection: name, from, to, resource, explanation, contains }, evidence) => {
    const { connection, history: read } = connectionOf(evidence, name);
    const history = await read();
    const scope = scopeOf(evidence, history, { from, to }, -2);
    const { standing, head, table } = await changesIn(history, { scope, definitions: resources });
    const { schema: _, connection: __, snapshots, covered, eventsWithoutChange, ...about } = head;
    const wanted = contains?.toLowerCase();
    return {
      standing,
      connection,
      snapshot: await newestOf(read),
      about: {
        ...about,
        snapshots: countOf(snapshots),
        covered,
        eventsWithoutChange: countOf(eventsWithoutChange),
      },
      rows: async function* () {
        for await (const row of table.rows()) {
          const isMeant =
            (resource === undefined || row.resource === resource) &&
            (explanation === undefined || row.explanation === explanation);
          if (isMeant && (wanted === undefined || plainJson(row).toLowerCase().includes(wanted))) yield row;
        }
      },
    };
  },
});

/** A year of daily runs is too long a list for a reader. */
const countOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

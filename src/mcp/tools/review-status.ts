/** What became of an access review. */
import * as z from 'zod';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';

export const reviewStatus = toTool({
  name: 'review_status',
  title: 'Whether access was reviewed, and removals were done',
  description:
    'What became of an access review: who decided what, and for each decision to revoke or change, whether the removal was done, since which run, and how many hours it took. Use it for whether access was reviewed and removals were done.',
  input: z.strictObject({
    connection: connectionName,
    review: z
      .string()
      .optional()
      .describe('Id of a review. Default: the newest that is begun and not finished.'),
    ...paging,
  }),
  answer: async ({ connection: name, review }, evidence) => {
    const connection = connectionOf(evidence, name);
    const { standing, head, table } = await connection.reviewStatus(review);
    const { schema: _, connection: __, snapshot: ___, changedMeanwhile, decisions: ____, ...about } = head;
    const { changes = [] } = changedMeanwhile as { readonly changes?: readonly unknown[] };
    return {
      standing,
      connection: connection.connection,
      snapshot: await newestOf(connection.history),
      about: { ...about, changedMeanwhile: changes.length },
      rows: table.rows,
    };
  },
});

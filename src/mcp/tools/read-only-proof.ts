/** Whether the collector only read, as Segment's own trail says. */
import * as z from 'zod';
import { readOnlyProof as proofOf } from '../../answers/read-only/read-only.ts';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';
import { scopeOf } from './scope.ts';

export const readOnlyProof = toTool({
  name: 'read_only_proof',
  title: 'Whether the collector only read',
  description:
    'For each run, whether the audit trail of Segment supports or contradicts that the collector only read and changed nothing; indeterminate where the trail is quiet or was not read. Use it for whether collecting itself changed anything in the workspace.',
  input: z.strictObject({
    connection: connectionName,
    from: z
      .string()
      .optional()
      .describe('First day in UTC, 2026-10-01, or an instant. Default: the first run.'),
    to: z.string().optional().describe('Last day in UTC, 2026-12-31, or an instant. Default: the last run.'),
    verdict: z
      .enum(['supported', 'contradicted', 'indeterminate'])
      .optional()
      .describe('Only runs with this verdict.'),
    ...paging,
  }),
  answer: async ({ connection: name, from, to, verdict }, evidence) => {
    const { connection, history: read } = connectionOf(evidence, name);
    const history = await read();
    const { standing, head, table } = await proofOf(history, scopeOf(evidence, history, { from, to }, 0));
    const { schema: _, connection: __, ...about } = head;
    return {
      standing,
      connection,
      snapshot: await newestOf(read),
      about,
      rows: async function* () {
        for await (const row of table.rows()) if (verdict === undefined || row.verdict === verdict) yield row;
      },
    };
  },
});

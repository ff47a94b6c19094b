/** Whether the evidence still is what was signed. */
import * as z from 'zod';
import { standingOf } from '../../answers/answer.ts';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';

export const verify = toTool({
  name: 'verify',
  title: 'Whether the evidence is intact',
  description:
    'Checks the signatures and the chain of all records, and says whether the evidence is intact or was tampered with, truncated or rewritten, with every failure. Use it for whether the evidence can be trusted. `bytes` reads every stored file too, which takes long for years of evidence.',
  input: z.strictObject({
    connection: connectionName,
    bytes: z.boolean().default(false).describe('Read and check every stored file as well.'),
    ...paging,
  }),
  answer: async ({ connection: name, bytes }, evidence) => {
    const connection = connectionOf(evidence, name);
    const { verdict, failures, notes, pinnedKeys, connections } = await connection.verify(!bytes);
    const of = connections.find((each) => each.connection === connection.connection);
    const problems = failures.map(({ code, message }) => `${code}: ${message}`);
    // Whoever asked for less must not read it as the whole.
    const unread = bytes ? [] : ['chain and signatures are intact, but stored files were not read'];
    const gaps = verdict === 'intact' ? unread : [`${verdict}: ${problems[0] ?? 'nothing to check'}`];
    return {
      standing: standingOf('intact: every file is what was signed', gaps),
      connection: connection.connection,
      snapshot: await newestOf(connection.history),
      about: {
        verdict,
        failures: failures.length,
        pinnedKeys,
        period: of?.period ?? null,
        statuses: of?.statuses ?? null,
        outside: of?.outside ?? null,
        receipt: of?.receipt ?? null,
      },
      rows: () => [
        ...failures.map(({ code, message }) => ({ kind: 'failure', code, message })),
        ...notes.map(({ kind, message }) => ({ kind: 'note', code: kind, message })),
      ],
    };
  },
});

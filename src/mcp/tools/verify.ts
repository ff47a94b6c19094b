/** Whether the evidence still is what was signed. */
import * as z from 'zod';
import { standingOf } from '../../answers/answer.ts';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';
import { bytes, unread } from './stored-files.ts';

export const verify = toTool({
  name: 'verify',
  title: 'Whether the evidence is intact',
  description:
    'Checks the signatures and the chain of all records, and says whether the evidence is intact or was tampered with, truncated or rewritten, with every failure. Use it for whether the evidence can be trusted. `bytes` reads every stored file too, which takes long for years of evidence.',
  input: z.strictObject({
    connection: connectionName,
    bytes,
    ...paging,
  }),
  answer: async ({ connection: name, bytes: isRead }, evidence) => {
    const connection = connectionOf(evidence, name);
    const { verdict, failures, notes, pinnedKeys, connections } = await connection.verify(!isRead);
    const of = connections.find((each) => each.connection === connection.connection);
    const problems = failures.map(({ code, message }) => `${code}: ${message}`);
    const gaps = verdict === 'intact' ? unread(isRead) : [`${verdict}: ${problems[0] ?? 'nothing to check'}`];
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

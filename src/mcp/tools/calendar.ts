/** Which runs were due in a period, and which there are. */
import * as z from 'zod';
import { standingOf } from '../../answers/answer.ts';
import { connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { newestOf } from './newest.ts';

export const calendar = toTool({
  name: 'calendar',
  title: 'Which runs were due in a period, and which are missing',
  description:
    'For a period, each run that was due by its schedule: complete, partial, failed or missing, with the reasons, and days that no run covers. Use it for gaps: whether evidence was collected every day, which runs are missing or failed and why.',
  input: z.strictObject({
    connection: connectionName,
    from: z.string().describe('First day in UTC, 2026-10-01, or an instant.'),
    to: z.string().describe('Last day in UTC, 2026-12-31, or an instant.'),
    state: z
      .enum(['complete', 'partial', 'failed', 'missing', 'expired'])
      .optional()
      .describe('Only slots in this state.'),
    ...paging,
  }),
  answer: async (input, evidence) => {
    const { connection, calendar: read, history } = connectionOf(evidence, input.connection);
    const from = evidence.toPast('from', input.from, 'start');
    const to = evidence.toPast('to', input.to, 'end');
    const { isCovered, slots, uncovered, problems = [] } = await read(from, to);
    const counts = new Map<string, number>();
    for (const slot of slots) counts.set(stateOf(slot), (counts.get(stateOf(slot)) ?? 0) + 1);
    const bad = [...counts].flatMap(([state, count]) => (state === 'complete' ? [] : [`${count} ${state}`]));
    const open = uncovered.length === 0 ? [] : [`${uncovered.length} stretches of time that no run covers`];
    const gaps = isCovered ? problems : [...problems, ...bad, ...open];
    return {
      standing: standingOf(`all ${slots.length} runs due from ${from} to ${to} are there and complete`, gaps),
      connection,
      snapshot: await newestOf(history),
      about: {
        from,
        to,
        due: slots.length,
        states: Object.fromEntries(counts),
        uncovered: uncovered.slice(0, 50),
      },
      rows: () => slots.filter((slot) => input.state === undefined || stateOf(slot) === input.state),
    };
  },
});

const stateOf = (slot: object): string => ('state' in slot ? String(slot.state) : 'unknown');

/** All records of a kind at an instant. */
import * as z from 'zod';
import {
  type PopulationRequest,
  population as populationAt,
  type SnapshotName,
} from '../../answers/population.ts';
import { populationNames, viewOf } from '../../answers/views/index.ts';
import { UsageError } from '../../errors.ts';
import { plainJson } from '../plain.ts';
import { asOf, connectionName, connectionOf, paging, toTool } from '../tool.ts';

export const population = toTool({
  name: 'population',
  title: 'All records of a kind at an instant',
  description:
    'Lists everything of a kind as it was on a day, with names in place of ids: users (who could do what, their roles and access), groups, roles, invites, sources, destinations, data-flows (who receives which data), tracking-plans (what is blocked), warehouses, functions, credentials, regulations (deletion requests, done in time or not), audit-events and others. Use it for who had access, what existed, how many there were. Its standing says whether the list is complete.',
  input: z.strictObject({
    resource: z
      .string()
      .describe('What is listed: users, sources, destinations, data-flows, tracking-plans, regulations, …'),
    connection: connectionName,
    at: asOf,
    contains: z
      .string()
      .optional()
      .describe(
        'Only rows with this text anywhere in them, such as an e-mail address; case does not matter.',
      ),
    ...paging,
  }),
  answer: async ({ resource, connection: name, at, contains }, evidence) => {
    const connection = connectionOf(evidence, name);
    const request: PopulationRequest = {
      view: viewNamed(resource),
      at: at === undefined ? undefined : evidence.toPast('at', at, 'end'),
    };
    const { standing, head, table } = await populationAt(await connection.history(), request);
    const { schema: _, connection: __, snapshot, ...about } = head;
    const wanted = contains?.toLowerCase();
    return {
      standing,
      connection: connection.connection,
      snapshot: snapshot as SnapshotName,
      about,
      rows: async function* () {
        for await (const row of table.rows())
          if (wanted === undefined || plainJson(row).toLowerCase().includes(wanted)) yield row;
      },
    };
  },
});

/** @throws UsageError */
export function viewNamed(resource: string): NonNullable<ReturnType<typeof viewOf>> {
  const view = viewOf(resource);
  if (view !== undefined) return view;
  throw new UsageError({
    message: `choose resource: expected the name of one, got ${JSON.stringify(resource)}`,
    hint: `One of: ${populationNames.join(', ')}.`,
  });
}

/** One record as it was sealed. */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { standingOf } from '../../answers/answer.ts';
import { certificateOf, isReadable } from '../../answers/certificate.ts';
import { nameOf } from '../../answers/population.ts';
import { UsageError } from '../../errors.ts';
import { isWhole } from '../../evidence/records/whole.ts';
import { asOf, connectionName, connectionOf, toTool } from '../tool.ts';
import { viewNamed } from './population.ts';
import { runNamed } from './run-named.ts';

export const record = toTool({
  name: 'record',
  title: 'One record as it was sealed',
  description:
    'One record by its id with every field as it was sealed: the settings of a destination or source, the permissions of one user, one audit event. Secrets are fingerprints. Use it for details and configuration of a single thing whose id is known, from population or changes.',
  input: z.strictObject({
    resource: z.string().describe('The kind of record: users, destinations, audit-events, …'),
    id: z.string().describe('Its id, as population gives it.'),
    pointer: z
      .string()
      .default('')
      .describe('Only this part of it, as a JSON pointer: /data/settings. For a record that is too long.'),
    connection: connectionName,
    at: asOf,
  }),
  answer: async ({ resource, id, pointer, connection: name, at }, evidence) => {
    assertPointer(pointer);
    const connection = connectionOf(evidence, name);
    const [input] = viewNamed(resource).inputs;
    const instant = at === undefined ? undefined : evidence.toPast('at', at, 'end');
    const { run, gaps } = runNamed(await connection.history(), input.resource, instant);
    const certificate = certificateOf(run, input.resource);
    const found = isReadable(run, input.resource) ? await find(run.records(input.resource), id) : undefined;
    const open = isWhole(certificate) ? [] : [certificate.words];
    const absent = found === undefined ? 'there is no record of this id' : 'the record as it was sealed';
    return {
      standing: standingOf(`${absent}; ${certificate.words}`, [...gaps, ...open]),
      connection: connection.connection,
      snapshot: nameOf(run),
      about: {
        resource: input.resource,
        found: found !== undefined,
        path: certificate.path,
        sha256: certificate.sha256,
      },
      rows: () => (found === undefined ? [] : [partOf(found, pointer)]),
    };
  },
});

/** Sorted by id, but in UTF-16 order and with repeats: the first is taken, and all bytes have been verified. */
async function find(records: AsyncIterable<StoredRecord>, id: string): Promise<StoredRecord | undefined> {
  for await (const each of records) if (each.id === id) return each;
  return undefined;
}

/** @throws UsageError */
function assertPointer(pointer: string): void {
  if (pointer === '' || pointer.startsWith('/')) return;
  throw new UsageError({
    message: `read record: pointer ${JSON.stringify(pointer)}: expected a slash first, got none`,
    hint: `Write ${JSON.stringify(`/${pointer}`)}.`,
  });
}

/** @throws UsageError where nothing stands there */
function partOf(value: unknown, pointer: string): unknown {
  let part: unknown = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = part !== null && typeof part === 'object' && Object.hasOwn(part, name);
    if (!isThere) {
      throw new UsageError({
        message: `read record: pointer ${JSON.stringify(pointer)}: expected a member ${JSON.stringify(name)}, got none`,
        hint: 'Ask without a pointer to see which members there are.',
      });
    }
    part = (part as Readonly<Record<string, unknown>>)[name];
  }
  return part;
}

/** How each population of a snapshot is known to be whole, or why it is not. */
import * as z from 'zod';
import { resources } from '../../../schemas/resources/index.ts';
import { standingOf } from '../../answers/answer.ts';
import { certificateOf } from '../../answers/certificate.ts';
import { nameOf } from '../../answers/population.ts';
import { assertVerified } from '../../answers/reader.ts';
import { UsageError } from '../../errors.ts';
import { isWhole } from '../../evidence/records/whole.ts';
import { asOf, connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { runNamed } from './run-named.ts';
import { bytes, unread } from './stored-files.ts';

export const certificate = toTool({
  name: 'certificate',
  title: 'Whether a list is complete and accurate, and how that is known',
  description:
    'The certificate of each resource of a snapshot: whether its list is complete and accurate, by which method that is known, counts, totals that Segment gave, rules that did not hold, digest of the file; or why it was not read (denied, unavailable, partial). Use it for completeness and accuracy of a population. `bytes` reads the stored files of the snapshot too, to say that they are what was signed.',
  input: z.strictObject({
    connection: connectionName,
    resource: z.string().optional().describe('Only this resource. Default: all.'),
    at: asOf,
    bytes,
    ...paging,
  }),
  answer: async ({ connection: name, resource, at, bytes: isRead }, evidence) => {
    const connection = connectionOf(evidence, name);
    const instant = at === undefined ? undefined : evidence.toPast('at', at, 'end');
    assertResource(resource);
    const { run, gaps } = runNamed(await connection.history(), resource, instant);
    const names = resource === undefined ? run.manifest.resources.map((entry) => entry.name) : [resource];
    if (isRead) await assertVerified(run, names);
    const certificates = names.map((each) => certificateOf(run, each));
    const asked = certificates.filter(({ outcome }) => resource !== undefined || outcome !== 'not-collected');
    const open = asked.filter((each) => !isWhole(each)).map(({ words }) => words);
    return {
      standing: standingOf(`every one of ${asked.length} is whole`, [
        ...(run.isExpired ? [GONE] : unread(isRead)),
        ...gaps,
        ...open,
      ]),
      connection: connection.connection,
      snapshot: nameOf(run),
      about: { status: run.manifest.status },
      rows: () => certificates,
    };
  },
});

/** @throws UsageError */
function assertResource(name: string | undefined): void {
  const names: readonly string[] = resources.map((each) => each.name);
  if (name === undefined || names.includes(name)) return;
  throw new UsageError({
    message: `choose resource: expected the name of one, got ${JSON.stringify(name)}`,
    hint: `One of: ${names.join(', ')}. An answer of population names those that it rests on.`,
  });
}

const GONE = 'the files of this snapshot are gone, since their retention has ended';

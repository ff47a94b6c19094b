/** What people call that which checks found. Plain data. */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { readNames } from '../../evidence/records/names.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';

/** By subject, which is a resource and an id: left out where it has no name, or its record was not read. */
export type SubjectNames = Readonly<Record<string, string>>;

export async function subjectNames(
  results: readonly CheckResult[],
  reader: RecordReader,
): Promise<SubjectNames> {
  const subjects = new Set(results.flatMap(({ exceptions }) => exceptions.map(({ subject }) => subject)));
  const parts = [...subjects].map((subject) => {
    const slash = subject.indexOf('/');
    return { subject, resource: subject.slice(0, slash), id: subject.slice(slash + 1) };
  });
  const resources = new Set(parts.map(({ resource }) => resource));
  const names = await readNames(
    reader,
    [...resources].filter((resource) => reader.isReadable(resource)),
  );
  return Object.fromEntries(
    parts.flatMap(({ subject, resource, id }) => {
      const name = names.of(resource, id);
      return name === undefined ? [] : [[subject, name]];
    }),
  );
}

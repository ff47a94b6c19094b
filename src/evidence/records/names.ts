/** Names in place of ids: one place that says what anything is called. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from './fields.ts';
import type { RecordReader } from './reader.ts';

/** Members that may name a record, the first one that is there and not empty. */
const MEMBERS = ['name', 'displayName', 'slug'] as const;

/** A person is named by the address that they log in with. */
const PERSON = ['email'] as const;

/** Returns the members that name a record of a resource, the first choice first. */
export const membersOf = (resource: string) => (resource === 'users' ? PERSON : MEMBERS);

export interface Names {
  /** Returns undefined where nobody gave it a name. */
  of(resource: string, id: string | null): string | undefined;
}

/** Reads the names of the records of some resources. */
export async function readNames(
  reader: Pick<RecordReader, 'records'>,
  resources: readonly string[],
): Promise<Names> {
  const names = new Map<string, Map<string, string>>();
  for (const resource of resources) {
    const own = new Map<string, string>();
    names.set(resource, own);
    for await (const record of reader.records(resource)) {
      const name = nameOf(resource, record);
      if (name !== undefined) own.set(record.id, name);
    }
  }
  return { of: (resource, id) => (id === null ? undefined : names.get(resource)?.get(id)) };
}

function nameOf(resource: string, { data }: StoredRecord): string | undefined {
  return (
    membersOf(resource)
      .map((member) => textAt(data, member))
      .find((name) => name !== null && name !== '') ?? undefined
  );
}

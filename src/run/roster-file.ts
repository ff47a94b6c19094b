/** People of a roster joined to users of the workspace, by their addresses. Neither is kept: only fingerprints and ids. */
import type { StoredRecord } from '../../schemas/lines.ts';
import { normaliseEmail } from '../evidence/addresses.ts';
import type { Artifact } from '../evidence/artifact.ts';
import { canonical } from '../evidence/canonical.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import { linesOf } from '../evidence/lines.ts';
import { mergeRows, type RosterRow } from '../evidence/roster.ts';
import type { LineSpool } from '../segment/collect.ts';

/** Puts one record for each person into `to`; returns how many there are. `from`: rows by the fingerprint of the address. */
export async function joinPeople(
  from: LineSpool,
  to: LineSpool,
  users: Artifact | undefined,
  fingerprints: Fingerprinter,
): Promise<number> {
  const members = await membersByFingerprint(users, fingerprints);
  let people = 0;
  const take = async (id: string, rows: readonly RosterRow[]) => {
    if (rows.length === 0) return;
    people += 1;
    const data = { ...mergeRows(rows), userIds: members.get(id) ?? [] };
    await to.add({ key: id, line: canonical({ data, id }) });
  };
  let current = '';
  let rows: RosterRow[] = [];
  for await (const lines of from.sorted()) {
    for (const { key, line } of lines) {
      if (key !== current) {
        await take(current, rows);
        current = key;
        rows = [];
      }
      rows.push((JSON.parse(line) as { readonly data: RosterRow }).data);
    }
  }
  await take(current, rows);
  return people;
}

/** Ids of users, sorted. */
async function membersByFingerprint(
  users: Artifact | undefined,
  fingerprints: Fingerprinter,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const members = new Map<string, string[]>();
  if (users === undefined) return members;
  for await (const line of linesOf(users.open())) {
    const { id, data } = JSON.parse(line) as StoredRecord;
    const { email } = data;
    if (typeof email !== 'string') continue;
    const person = fingerprints.of('email', normaliseEmail(email));
    const ids = members.get(person);
    if (ids === undefined) members.set(person, [id]);
    else if (!ids.includes(id)) ids.push(id);
  }
  return members;
}

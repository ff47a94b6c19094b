/** What was withheld, as one of the files of the evidence. */
import type { RedactionLine } from '../../schemas/lines.ts';
import { type Artifact, finishLines } from '../evidence/artifact.ts';
import { canonical } from '../evidence/canonical.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { LineSpool } from '../segment/collect.ts';
import { REDACTIONS_PATH } from '../store/layout.ts';

/** Returns the file, a line for each resource, field and rule, and names in `spools` what it is read from. */
export async function redactionsFile(
  redactions: readonly RedactionLine[],
  scanning: { readonly secrets: SecretSet; readonly newSpool: () => LineSpool },
  spools: LineSpool[],
): Promise<Artifact> {
  const spool = scanning.newSpool();
  spools.push(spool);
  const places = new Map<string, RedactionLine>();
  for (const redaction of redactions) {
    // A field's name may be a secret too; its place is then said without it.
    const pointer = scanning.secrets.isIn(redaction.pointer) ? '/*' : redaction.pointer;
    const place = canonical({ ...redaction, pointer, count: 0 });
    const count = redaction.count + (places.get(place)?.count ?? 0);
    places.set(place, { ...redaction, pointer, count });
  }
  for (const redaction of places.values()) {
    const line = canonical(redaction);
    await spool.add({ key: line, line });
  }
  return (await finishLines(REDACTIONS_PATH, () => spool.sorted())).artifact;
}

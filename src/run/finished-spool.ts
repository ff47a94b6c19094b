/** From the lines of one file, as reading left them, to the file: held against every secret of the run. */
import {
  type FinishedLines,
  finishIfClean,
  finishLines,
  scanLogLine,
  scanRecordLine,
} from '../evidence/artifact.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import type { RedactionTally } from '../evidence/redact.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { LineSpool } from '../segment/collect.ts';

export interface Scanning {
  readonly fingerprints: Fingerprinter;
  readonly secrets: SecretSet;
  readonly newSpool: () => LineSpool;
}

/** The lines of one file as reading left them. */
export interface Spooled {
  readonly path: string;
  readonly kind: 'records' | 'log';
  readonly spool: LineSpool;
  readonly tally: RedactionTally;
}

/**
 * Returns the file of a spool, and names in `spools` what it is read from. One walk as a rule, which looks
 * and digests; where something was found, the lines are repaired into another spool, in order again, since an
 * id may change.
 */
export async function finishSpool(
  { path, kind, spool, tally }: Spooled,
  scanning: Scanning,
  spools: LineSpool[],
): Promise<FinishedLines> {
  const clean = await finishIfClean(path, () => spool.sorted(), scanning.secrets, kind);
  if (clean !== undefined) {
    spools.push(spool);
    return clean;
  }
  const mended = scanning.newSpool();
  spools.push(mended);
  const scanLine: typeof scanRecordLine = kind === 'log' ? scanLogLine : scanRecordLine;
  let withheldWhole = 0;
  for await (const lines of spool.sorted()) {
    for (const keyed of lines) {
      const { isWithheldWhole = false, ...line } = scanLine(keyed, { ...scanning, tally });
      if (isWithheldWhole) withheldWhole += 1;
      await mended.add(line);
    }
  }
  await spool.close();
  const { artifact, counts } = await finishLines(path, () => mended.sorted(), kind);
  return { artifact, counts: { ...counts, withheldWhole } };
}

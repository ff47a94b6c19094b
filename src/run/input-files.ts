/**
 * Files of the company's own, as they are sealed: read once in a run, held against its secrets like everything else. Whose
 * file cannot be read is told of it, and the run goes on: what rests on the file is then not known.
 */
import type { InputEntry } from '../../schemas/input-entry.ts';
import { INPUT_FILE_ID, type InputFileData } from '../../schemas/inputs.ts';
import type { RedactionLine } from '../../schemas/lines.ts';
import { normaliseEmail } from '../evidence/addresses.ts';
import type { Artifact } from '../evidence/artifact.ts';
import { canonical } from '../evidence/canonical.ts';
import type { InputReading, InputSource } from '../evidence/input-source.ts';
import { RedactionTally } from '../evidence/redact.ts';
import type { LineSpool } from '../segment/collect.ts';
import { inputPath } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { finishSpool, type Scanning } from './finished-spool.ts';
import { joinPeople } from './roster-file.ts';

export interface InputFiles {
  readonly artifacts: readonly Artifact[];
  /** By name; undefined where no file is named. */
  readonly entries: InputEntry[] | undefined;
  readonly redactions: readonly RedactionLine[];
}

/** Returns the files, and names in `spools` what they are read from. `users`: those whom people of a roster are joined to. */
export async function inputFiles(
  { inputs = [], log }: Pick<RunDeps, 'inputs' | 'log'>,
  users: Artifact | undefined,
  scanning: Scanning,
  spools: LineSpool[],
): Promise<InputFiles> {
  const artifacts: Artifact[] = [];
  const entries: InputEntry[] = [];
  const redactions: RedactionLine[] = [];
  for (const input of [...inputs].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const { name } = input;
    const finished = await finishInput(input, users, scanning, spools);
    if ('artifact' in finished) {
      const { artifact, tally } = finished;
      artifacts.push(artifact);
      redactions.push(...tally.lines());
      entries.push({ name, outcome: 'complete', records: artifact.records ?? 0, path: artifact.path });
    } else {
      log.warn(
        { input: name, why: finished.why },
        'a file of the company cannot be used: what rests on it is not known',
      );
      entries.push({ name, ...(finished.isMissing ? MISSING : UNFIT), records: null });
    }
  }
  return { artifacts, entries: inputs.length === 0 ? undefined : entries, redactions };
}

const MISSING = { outcome: 'unavailable', reason: 'not-found' } as const;
const UNFIT = { outcome: 'unreachable', reason: 'bad-body' } as const;

type Finished =
  | { readonly artifact: Artifact; readonly tally: RedactionTally }
  | { readonly isMissing: boolean; readonly why: string };

async function finishInput(
  input: InputSource,
  users: Artifact | undefined,
  scanning: Scanning,
  spools: LineSpool[],
): Promise<Finished> {
  const reading = await input.read();
  if (reading.kind === 'unread') return reading;
  const rows = scanning.newSpool();
  const lines = scanning.newSpool();
  // Whatever happens, they are closed with the others.
  spools.push(rows, lines);
  const taken = await takeRows(reading, rows, scanning);
  if ('why' in taken) return { isMissing: false, why: taken.why };
  const records =
    input.name === 'roster'
      ? await joinPeople(rows, lines, users, scanning.fingerprints)
      : await copy(rows, lines);
  await rows.close();
  const { asOf, asOfFrom, sha256 } = reading;
  const data: InputFileData = { asOf, asOfFrom, records, rows: taken.rows, sha256 };
  await lines.add({ key: INPUT_FILE_ID, line: canonical({ data, id: INPUT_FILE_ID }) });
  const tally = new RedactionTally(`input:${input.name}`);
  const path = inputPath(input.name);
  const { artifact, counts } = await finishSpool(
    { path, kind: 'records', spool: lines, tally },
    scanning,
    spools,
  );
  const isBroken = (counts.withheldWhole ?? 0) > 0 || counts.distinctIds !== records + 1;
  return isBroken
    ? { isMissing: false, why: `${input.name}: a secret of this run stands in it` }
    : { artifact, tally };
}

/** Puts the rows into a spool; of people only by the fingerprint of their address. */
async function takeRows(
  { records }: Extract<InputReading, { kind: 'read' }>,
  spool: LineSpool,
  { fingerprints }: Scanning,
): Promise<{ readonly rows: number } | { readonly why: string }> {
  let rows = 0;
  for await (const each of records()) {
    if (each.kind === 'problem') return each;
    rows += each.rows;
    const key = 'id' in each ? each.id : fingerprints.of('email', normaliseEmail(each.email));
    await spool.add({ key, line: canonical({ data: each.data, id: key }) });
  }
  return { rows };
}

async function copy(from: LineSpool, to: LineSpool): Promise<number> {
  let records = 0;
  for await (const lines of from.sorted()) {
    for (const line of lines) await to.add(line);
    records += lines.length;
  }
  return records;
}

/** What lies in a store, read as anybody could: files by name, records out of their envelopes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Predicate } from '../../schemas/chain.ts';

const connectionFolder = (store: string, connection: string) =>
  join(store, 'segment-evidence/v1', connection);

/** Every file below a folder by its path in it, in order; none where there is no folder. */
export function pathsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Names of the chain's files, such as `001/000000000000.sigstore.json`. */
export function chainOf(store: string, connection = 'acme'): readonly string[] {
  return pathsIn(join(connectionFolder(store, connection), 'chain'));
}

/** What is open of the collecting itself. What checks find in the simulated workspace is for tests of these checks. */
export function withoutFindings(conditions: Predicate['conditions']): Predicate['conditions'] {
  return conditions.filter(({ condition }) => condition !== 'check-failed');
}

/** What one record says. */
export function recordOf(store: string, seq: number, chain = 1, connection = 'acme'): Predicate {
  const name = `${String(chain).padStart(3, '0')}/${String(seq).padStart(12, '0')}.sigstore.json`;
  const file = join(connectionFolder(store, connection), 'chain', name);
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate;
}

/** All records of the first chain; the numbers have to be without holes. */
export function recordsOf(store: string, connection = 'acme'): readonly Predicate[] {
  return chainOf(store, connection).map((_, seq) => recordOf(store, seq, 1, connection));
}

/** Folders that hold the files of one run each, as the records name them; whole or not. */
export function bagsOf(store: string, connection = 'acme'): readonly string[] {
  // One that a run was killed over may hold nothing yet.
  const folder = join(connectionFolder(store, connection), 'snapshots');
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const bags = paths.map((path) => path.split('/')).filter((steps) => steps.length === 4);
  return bags.map((steps) => `snapshots/${steps.join('/')}`).sort();
}

/** The receipt of a record, as it was written beside the chain. */
export function receiptFile(store: string, seq: number, connection = 'acme'): string {
  return join(connectionFolder(store, connection), 'receipts', `001-${String(seq).padStart(12, '0')}.txt`);
}

/**
 * Exports that somebody spoilt: what anybody and what the key's holder can do to a store, in an export whose lists were made
 * right again; and what can be done to an export alone. Whoever checks one must come to the same verdict, by whichever way.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { digestOf, FOLDER, filesIn, writeFiles } from '../support/exported.ts';
import { createSealedStore, type SealedStore } from '../support/sealed-store.ts';
import { chainRows } from '../verify/tampering/chains.ts';
import { continuationRows } from '../verify/tampering/continuations.ts';
import { envelopeRows } from '../verify/tampering/envelopes.ts';
import { fileRows } from '../verify/tampering/files.ts';
import { recordReceiptKeyRows } from '../verify/tampering/records-receipts-keys.ts';
import type { TamperRow } from '../verify/tampering/row.ts';
import { stampRows } from '../verify/tampering/stamps.ts';

export interface SpoiltExport {
  readonly name: string;
  /** Which export: of all four runs, or of the last two. */
  readonly of: 'all' | 'last-two';
  readonly change: (bag: Bag) => void | Promise<void>;
  /** The authority's certificates are given to whoever checks it, beside the key. */
  readonly isPinned?: true;
}

/** An unpacked export. Paths are relative to its folder. */
export interface Bag {
  readonly folder: string;
  text(path: string): string;
  write(path: string, content: string): void;
  remove(path: string): void;
  replace(path: string, from: string | RegExp, to: string): void;
  /** Makes its lists right again, as anybody can. */
  rebag(): void;
}

/** Of the store's own table: what a record, a file or a chain can be made to say, one of each kind. */
const OF_STORE = [
  'a byte flipped in an artifact',
  'a byte flipped in tagmanifest-sha256.txt',
  'a byte flipped in bag-info.txt',
  'an artifact exchanged between two snapshots',
  'an artifact removed',
  'evidence-manifest.json removed',
  'a whole snapshot removed',
  'an extra file data/notes.txt',
  'a file for a resource that was denied',
  'a link in the place of an artifact',
  'the stored key replaced by another',
  'a stored receipt with another root',
  'a stored receipt under the name of another',
  'another file among the records',
  'a byte flipped in the payload',
  'a byte flipped in the signature',
  'the payload type changed',
  'the same signature twice',
  'the hint of another key',
  'a payload without its padding',
  'a record cut off in the middle',
  'a record signed again by another key',
  'another digest of the previous record',
  'another log id',
  'a record that goes back in time',
  'a checkpoint with another root',
  'a run recorded twice',
  'a record removed in the middle',
  'no previous record',
  'the path of another snapshot',
  'a second chain that continues another log',
];

/** Rows of the store's own table, told in an export of all of it. */
const ofStore = [...fileRows, ...recordReceiptKeyRows, ...envelopeRows, ...chainRows, ...continuationRows]
  .filter(({ name }) => OF_STORE.includes(name))
  .map(
    (row): SpoiltExport => ({
      name: `${row.name}, and the lists made right`,
      of: 'all',
      change: inData(row),
    }),
  );

/** What can be done to time stamps, in an export of all of it. */
export const spoiltStamps: readonly SpoiltExport[] = stampRows.map(({ name, change, given }) => ({
  name: `${name}, and the lists made right`,
  of: 'all',
  change: inData({ change }),
  ...(given === undefined ? {} : { isPinned: true as const }),
}));

/** A store's row changes what lies below `data`. */
function inData({ change }: Pick<TamperRow, 'change'>): SpoiltExport['change'] {
  return async (bag) => {
    const data = join(bag.folder, 'data');
    const store: SealedStore = createSealedStore(data);
    await change(store);
    rmSync(data, { recursive: true });
    renameSync(store.root, data);
    bag.rebag();
  };
}

const own = (name: string) => `data/segment-evidence/v1/golden/${name}`;
const FACTS = own('export.json');
const LEAVES = own('chain/001/leaf-hashes.txt');
const answer = 'data/answers/calendar.xlsx';

const ofExport: readonly SpoiltExport[] = [
  { name: 'an answer changed', of: 'last-two', change: (bag) => bag.write(answer, 'x') },
  { name: 'an answer removed', of: 'last-two', change: (bag) => bag.remove(answer) },
  { name: 'a file added to the payload', of: 'last-two', change: (bag) => bag.write('data/notes.txt', 'x') },
  {
    name: 'a file added among the answers',
    of: 'last-two',
    change: (bag) => bag.write('data/answers/x.xlsx', ''),
  },
  { name: 'the guide changed', of: 'last-two', change: (bag) => bag.write('VERIFY.md', 'Trust this.') },
  { name: 'the list of files removed', of: 'last-two', change: (bag) => bag.remove('manifest-sha256.txt') },
  {
    name: 'the list of tag files removed',
    of: 'last-two',
    change: (bag) => bag.remove('tagmanifest-sha256.txt'),
  },
  {
    name: 'a line of the list of files removed',
    of: 'last-two',
    change: (bag) => bag.replace('manifest-sha256.txt', /^.*calendar.*\n/m, ''),
  },
  {
    name: 'the number of bytes changed',
    of: 'last-two',
    change: (bag) => {
      bag.replace('bag-info.txt', /Oxum: \d/, 'Oxum: 9');
      bag.replace(
        'tagmanifest-sha256.txt',
        /^[0-9a-f]{64}(?= {2}bag-info)/m,
        digestOf(Buffer.from(bag.text('bag-info.txt'))),
      );
    },
  },
  { name: 'what it is of removed', of: 'last-two', change: rebagged((bag) => bag.remove(FACTS)) },
  { name: 'what it is of made nonsense', of: 'last-two', change: rebagged((bag) => bag.write(FACTS, '{}')) },
  {
    name: 'a longer period claimed, so that the record before it is of it',
    of: 'last-two',
    change: rebagged((bag) => bag.replace(FACTS, '"from":"2026-11-24', '"from":"2026-11-23')),
  },
  {
    name: 'a snapshot left out by calling it one from before',
    of: 'last-two',
    change: rebagged((bag) => {
      bag.replace(FACTS, '"first":2', '"first":3');
      bag.remove(own('snapshots/2026/11/24'));
    }),
  },
  {
    name: 'the last record left out of an export of four',
    of: 'last-two',
    change: rebagged((bag) => {
      bag.remove(own('chain/001/000000000003.sigstore.json'));
      bag.remove(own('receipts/001-000000000003.txt'));
      bag.remove(own('snapshots/2026/11/25'));
    }),
  },
  {
    name: 'a hash of an earlier record changed',
    of: 'last-two',
    change: rebagged((bag) => bag.replace(LEAVES, /^../, '00')),
  },
  {
    name: 'the hashes of earlier records removed',
    of: 'last-two',
    change: rebagged((bag) => bag.remove(LEAVES)),
  },
  {
    name: 'a hash too many',
    of: 'last-two',
    change: rebagged((bag) => bag.write(LEAVES, bag.text(LEAVES).repeat(2))),
  },
  {
    name: 'the record before removed',
    of: 'last-two',
    change: rebagged((bag) => bag.remove(own('chain/001/000000000001.sigstore.json'))),
  },
  {
    name: 'a file among the time stamps that is called as none is, behind a changed leaf',
    of: 'last-two',
    change: rebagged((bag) => {
      bag.write(own('anchors/stamp.tsr'), 'x');
      bag.replace(LEAVES, /^../, '00');
    }),
  },
  {
    name: 'another version of the format beside',
    of: 'last-two',
    change: rebagged((bag) => bag.write('data/segment-evidence/v2/golden/x', 'x')),
  },
];

function rebagged(change: (bag: Bag) => void): SpoiltExport['change'] {
  return (bag) => {
    change(bag);
    bag.rebag();
  };
}

export const spoiltExports: readonly SpoiltExport[] = [...ofStore, ...ofExport];

/** Unpacks an export to where it may be spoilt. */
export function unpackedBag(archive: Uint8Array): Bag & { readonly root: string; dispose(): void } {
  const root = mkdtempSync(join(tmpdir(), 'evidence-spoilt-'));
  const files = filesIn(archive);
  writeFiles(root, files);
  const [name = FOLDER] = readdirSync(root);
  const folder = join(root, name);
  const at = (path: string) => join(folder, ...path.split('/'));
  const text = (path: string) => readFileSync(at(path), 'utf8');
  const write = (path: string, content: string) => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    rmSync(at(path), { force: true });
    writeFileSync(at(path), content);
  };
  return {
    root,
    folder,
    text,
    write,
    remove: (path) => rmSync(at(path), { recursive: true }),
    replace: (path, from, to) => {
      const changed = text(path).replace(from, () => to);
      if (changed === text(path)) throw new Error(`${path} holds no ${from}`);
      write(path, changed);
    },
    rebag: () => rebag(folder, write),
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

function rebag(folder: string, write: Bag['write']): void {
  const paths = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const line = (path: string) => `${digestOf(readFileSync(join(folder, path)))}  ${path}\n`;
  const bytes = paths.reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0);
  const info = readFileSync(join(folder, 'bag-info.txt'), 'utf8');
  write('bag-info.txt', info.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${bytes}.${paths.length}`));
  write('manifest-sha256.txt', paths.map(line).join(''));
  const tags = readdirSync(folder).filter((name) => name !== 'data' && name !== 'tagmanifest-sha256.txt');
  write('tagmanifest-sha256.txt', tags.sort().map(line).join(''));
}

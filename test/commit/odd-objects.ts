/** What somebody may put under the name of a connection's next record, in a folder. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { everyNth } from '../support/tier.ts';

/** What can be planted: the last record's bytes, its file, and records that others made. */
export interface Made {
  readonly good: Buffer;
  readonly goodFile: string;
  /** Of this very place, by a key that nobody trusts. */
  readonly strangers: Buffer;
  /** Ours, of another connection. */
  readonly elsewhere: Buffer;
}

export interface OddObject {
  readonly name: string;
  readonly plant: (file: string, made: Made) => unknown;
  /** Why it cannot be planted here. */
  readonly isLeftOut?: string | false;
}

type Bundle = Record<string, unknown> & { dsseEnvelope: { signatures: unknown[] } };

/** Changes the outside of a record, which nobody signs. */
function around(record: Buffer, change: (bundle: Bundle) => unknown): string {
  const bundle = JSON.parse(record.toString()) as Bundle;
  change(bundle);
  return canonical(bundle);
}

/** Regular files, or objects of a bucket, by their bytes. */
export const BYTES: readonly (readonly [string, (made: Made) => string | Buffer])[] = [
  ['text', () => 'rubbish'],
  ['nothing', () => ''],
  ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0, 1])],
  ['JSON that is no record', () => '{}'],
  ['JSON nested without end', () => '['.repeat(100_000)],
  ['more values than any record has', () => `[${'0,'.repeat(3_100_000)}0]`],
  ['a record cut short', ({ good }) => good.subarray(0, -1)],
  ['the record before, copied', ({ good }) => good],
  ['the record before, in other bytes', ({ good }) => JSON.stringify(JSON.parse(good.toString()), null, 1)],
  ['a record of another connection', ({ elsewhere }) => elsewhere],
  ['a record that a stranger signed', ({ strangers }) => strangers],
  ['a record with something added outside', ({ good }) => around(good, (bundle) => (bundle['extra'] = 1))],
  [
    'a record that says that it is of a later version, and is signed by nobody of ours',
    ({ strangers }) =>
      around(strangers, (bundle) => {
        bundle['mediaType'] = 'application/vnd.dev.sigstore.bundle.v0.9+json';
      }),
  ],
  [
    'a record with its signature twice',
    ({ good }) => around(good, ({ dsseEnvelope: { signatures } }) => signatures.push(...signatures)),
  ],
];

/** Of these, as many as show that bytes of each kind are read and told apart. */
const files: readonly OddObject[] = everyNth(BYTES, 4, 3).map(([name, bytesFrom]) => ({
  name,
  plant: (file, made) => writeFileSync(file, bytesFrom(made)),
}));

/** A folder of the object's name, with what is made in it. */
const folder =
  (fill: (folder: string, made: Made) => unknown = () => undefined): OddObject['plant'] =>
  (file, made) => {
    mkdirSync(file);
    return fill(file, made);
  };

const LEVELS = 900;

/** Four times as deep as a path may be long: put together from trees whose paths are short enough. */
export function growDeep(at: string): void {
  const step = `${'d/'.repeat(LEVELS)}d`;
  mkdirSync(join(at, step), { recursive: true });
  for (let round = 0; round < 3; round += 1) {
    mkdirSync(join(at, 'next', step), { recursive: true });
    renameSync(join(at, 'd'), join(at, 'next', step, 'e'));
    renameSync(join(at, 'next'), join(at, 'd'));
  }
}

/** Removes also what is too deep for Node. */
export function removeTree(path: string): void {
  execFileSync('rm', ['-rf', path]);
}

async function listenAt(file: string): Promise<void> {
  // Names of sockets are short.
  const short = join(tmpdir(), `s${process.pid}`);
  rmSync(short, { force: true });
  const server = createServer();
  await new Promise<void>((done) => server.listen(short, done));
  renameSync(short, file);
  await new Promise((done) => server.close(done));
}

export const ODD_OBJECTS: readonly OddObject[] = [
  ...files,
  {
    name: 'a file larger than any record',
    plant: (file) => {
      writeFileSync(file, '');
      truncateSync(file, LARGEST_RECORD_BYTES + 1);
    },
  },
  { name: 'another name of the record before', plant: (file, { goodFile }) => linkSync(goodFile, file) },
  { name: 'a link to nothing', plant: (file) => symlinkSync('nowhere', file) },
  { name: 'a link to itself', plant: (file) => symlinkSync(file, file) },
  { name: 'a link to the record before', plant: (file, { goodFile }) => symlinkSync(goodFile, file) },
  { name: 'a link to a folder', plant: (file) => symlinkSync(dirname(file), file) },
  { name: 'a link to what never ends', plant: (file) => symlinkSync('/dev/zero', file) },
  { name: 'a pipe', plant: (file) => execFileSync('mkfifo', [file]) },
  { name: 'a socket', plant: listenAt },
  {
    name: 'a device',
    plant: (file) => execFileSync('mknod', [file, 'c', '1', '5']),
    isLeftOut: process.getuid?.() !== 0 && 'only root makes devices',
  },
  { name: 'an empty folder', plant: folder() },
  { name: 'a folder with a file', plant: folder((at) => writeFileSync(join(at, 'x'), 'x')) },
  {
    name: 'a folder with litter',
    plant: folder((at) => writeFileSync(join(at, '.DS_Store'), 'x')),
  },
  {
    name: 'a folder with the record before, under a record’s name',
    plant: folder((at, { good }) => writeFileSync(join(at, '000000000001.sigstore.json'), good)),
  },
  { name: 'a folder with an empty folder', plant: folder((at) => mkdirSync(join(at, 'x'))) },
  { name: 'a folder with a pipe', plant: folder((at) => execFileSync('mkfifo', [join(at, 'x')])) },
  { name: 'a folder that nobody may read', plant: folder((at) => chmodSync(at, 0o000)) },
  { name: 'a tree deeper than any path', plant: folder(growDeep) },
  {
    name: 'a folder with names that are no names of ours',
    plant: folder((at) => {
      for (const name of ['a\nb', 'a\\b', '\u{1F600}', '-rf', ' ']) writeFileSync(join(at, name), 'x');
      writeFileSync(Buffer.concat([Buffer.from(`${at}/`), Buffer.from([0xff])]), 'x');
    }),
  },
  {
    name: 'a folder with very many files',
    plant: folder((at) => {
      for (let i = 0; i < 3_000; i += 1) writeFileSync(join(at, String(i)), '');
    }),
  },
];

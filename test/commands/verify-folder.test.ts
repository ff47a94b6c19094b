import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import { StoreError, UsageError } from '../../src/errors.ts';
import { createSealedStore, PUBLIC_KEY_PEM, recordPath, type SealedStore } from '../support/sealed-store.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

const USERS = 'data/resources/users.jsonl';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
  writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
});

afterEach(() => {
  store.dispose();
});

const verify = (options: Partial<VerifyOptions> = {}) => verifyAlone(store.root, options);

/** Every folder and file with its times and mode: what verifying must leave as it is. */
function stateOf(folder: string): readonly string[] {
  const names = ['.', ...readdirSync(folder, { recursive: true }).map(String)].sort();
  return names.map((name) => {
    const { mtimeMs, ctimeMs, mode, size } = statSync(join(folder, name));
    return `${name} ${mtimeMs} ${ctimeMs} ${mode} ${size}`;
  });
}

describe('verify', () => {
  it('calls a snapshot without a record uncommitted: a note, no failure, no evidence', async () => {
    const path = 'snapshots/2026/11/26/20261126T030004Z-aaaaaaaa';
    cpSync(store.path(store.bag(0)), store.path(path), { recursive: true });

    const { exitCode, report, text } = await verify();

    expect(exitCode).toBe(0);
    expect(report.notes.filter(({ kind }) => kind === 'uncommitted')).toHaveLength(1);
    expect(report.connections[0]?.snapshots).toBe(4);
    expect(text).toContain('note: uncommitted: no record names this snapshot');
  });

  it('takes no notice of the empty folders that a killed run leaves', async () => {
    for (const path of ['chain/002', 'snapshots/2026/12', 'receipts/old']) mkdirSync(store.path(path));

    const { exitCode, report } = await verify();

    expect({ exitCode, failures: report.failures }).toEqual({ exitCode: 0, failures: [] });
    expect(report.notes.map(({ kind }) => kind)).not.toContain('not-looked-at');
  });

  it('names files that the format does not know, and does not fail over them', async () => {
    store.write('notes.txt', 'x');
    writeFileSync(join(store.root, 'segment-evidence/.DS_Store'), 'x');

    const { exitCode, report, text } = await verify();

    expect(exitCode).toBe(0);
    expect(report.notes.filter(({ kind }) => kind === 'not-looked-at')).toHaveLength(2);
    expect(text).toContain(
      '  note: not-looked-at: left here by a file manager, a file server or a console: no evidence, no action needed\n      segment-evidence/.DS_Store\n',
    );
    expect(text).toContain('\n      segment-evidence/v1/golden/notes.txt\n');
  });

  it('leaves everything as it is, times included', async () => {
    const before = stateOf(store.root);

    await verify();

    expect(stateOf(store.root)).toEqual(before);
  });

  it('needs no right to write', async () => {
    for (const name of ['.', ...readdirSync(store.root, { recursive: true }).map(String)]) {
      const path = join(store.root, name);
      chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
    }
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      expect((await verify()).exitCode).toBe(0);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('says that it may not read a store, and takes that for no bug', async () => {
    if (process.seteuid === undefined) {
      console.warn(
        'SKIPPED a store that may not be read: this system has no file modes that lock a user out',
      );
      return;
    }
    chmodSync(store.root, 0o311);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid(65534);
    try {
      await expect(verify({ key: [] })).rejects.toThrow(StoreError);
    } finally {
      if (isRoot) process.seteuid(0);
    }
  });
});

describe('verify LOCATION', () => {
  const V1 = 'segment-evidence/v1';

  it.each([
    ['the store', () => '.'],
    ['the folder in it', () => 'segment-evidence'],
    ['the folder of the version', () => V1],
    ['a connection', () => `${V1}/golden`],
    ['a connection, with a slash at the end', () => `${V1}/golden/`],
  ])('may be %s: all four snapshots are looked at', async (_, location) => {
    const { exitCode, report } = await verify({ location: location() });

    expect(exitCode).toBe(0);
    expect(report.connections).toMatchObject([{ connection: 'golden', snapshots: 4 }]);
  });

  it('may be a snapshot: its files are read, and the whole chain', async () => {
    const location = join(store.folder, store.bag(1));
    store.remove(`${store.bag(0)}/${USERS}`);

    const { exitCode, report } = await verify({ location });

    expect(exitCode).toBe(0);
    expect(report.connections).toMatchObject([{ snapshots: 1, chains: [{ records: 4 }] }]);
    store.remove(`${store.bag(1)}/${USERS}`);

    expect((await verify({ location })).exitCode).toBe(6);
  });

  it('may be a snapshot that no record names: then there is nothing to judge', async () => {
    const path = 'snapshots/2026/11/26/20261126T030004Z-aaaaaaaa';
    cpSync(store.path(store.bag(0)), store.path(path), { recursive: true });

    expect((await verify({ location: join(store.folder, path) })).exitCode).toBe(7);
  });

  it.each(['copied', 'golden'])('may be a connection folder that was copied out, called %s', async (name) => {
    cpSync(store.folder, join(store.root, 'elsewhere', name), { recursive: true });

    const { exitCode, report } = await verify({ location: `elsewhere/${name}` });

    expect(exitCode).toBe(0);
    expect(report.connections).toMatchObject([{ connection: 'golden', snapshots: 4 }]);
  });

  it('notices a byte changed in a connection folder that was copied out', async () => {
    renameSync(store.folder, join(store.root, 'copied'));
    const path = join(store.root, 'copied', recordPath(1));
    const text = readFileSync(path, 'utf8');
    chmodSync(path, 0o644);
    writeFileSync(path, text.replace('MEQCI', 'MEQCJ').replace('MEUCI', 'MEUCJ').replace('MEYCI', 'MEYCJ'));

    expect((await verify({ location: 'copied' })).exitCode).toBe(6);
  });

  it('may be a store that is itself called segment-evidence', async () => {
    cpSync(join(store.root, 'segment-evidence'), join(store.root, 'x/segment-evidence/segment-evidence'), {
      recursive: true,
    });

    const { exitCode, report } = await verify({ location: 'x/segment-evidence' });

    expect(exitCode).toBe(0);
    expect(report.connections).toMatchObject([{ connection: 'golden' }]);
  });

  it('is not chosen by whoever puts a good store into a spoilt one', async () => {
    cpSync(store.folder, join(store.root, 'copied'), { recursive: true });
    cpSync(join(store.root, 'segment-evidence'), join(store.root, 'copied/segment-evidence'), {
      recursive: true,
    });

    const { exitCode, report } = await verify({ location: 'copied' });

    expect(exitCode).toBe(7);
    expect(report.failures).toMatchObject([{ code: 'FORMAT_UNKNOWN' }]);
  });

  it.each([
    ['a folder that is not there', 'nowhere', 'NOTHING_THERE'],
    ['a folder without evidence', 'empty', 'NOTHING_THERE'],
    ['a snapshot that was copied out alone', 'bag', 'NOTHING_THERE'],
    ['an unknown version', 'segment-evidence/v2', 'FORMAT_UNKNOWN'],
    ['a ZIP file', 'export.zip', 'FORMAT_UNKNOWN'],
  ])('cannot judge %s', async (_, location, code) => {
    mkdirSync(join(store.root, 'empty'));
    mkdirSync(join(store.root, 'segment-evidence/v2'));
    writeFileSync(join(store.root, 'export.zip'), 'PK');
    cpSync(store.path(store.bag(0)), join(store.root, 'bag'), { recursive: true });

    const { exitCode, report } = await verify({ location });

    expect(exitCode).toBe(7);
    expect(report.failures).toMatchObject([{ code, where: location }]);
  });

  it.each([
    ['a file', () => 'owner.pub.pem', /expected a folder or a ZIP file, got another file/],
    ['an address of something else', () => 'gs://bucket/prefix', /got another address/],
    ['a part of a connection', () => `${V1}/golden/chain`, /got a part of one/],
  ])('refuses %s', async (_, location, message) => {
    const refused = verify({ location: location() });

    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

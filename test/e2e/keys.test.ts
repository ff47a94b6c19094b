import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';
import { digestsIn } from '../support/folder.ts';
import { everyNth } from '../support/tier.ts';
import { chainOf, recordOf } from './stored.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  place.writeConfig({}, READ_LITTLE);
});
afterEach(() => {
  place.remove();
});

const keyFile = () => join(place.dir, 'keys/signing-key.pem');
const slot = (hour: number) => ['--slot', `2026-01-01T0${hour}:00:00Z`];

async function verify(...keys: readonly string[]) {
  const ran = await place.run(['verify', place.store, '--json', ...keys.flatMap((key) => ['--key', key])]);
  const [store] = JSON.parse(ran.stdout).stores;
  return { code: ran.code, ...store };
}

describe('a lost signing key', () => {
  it('whose public half was kept goes on as a chain of ours, and needs nothing to be given', async () => {
    await place.run(['collect', ...slot(1)]);
    const kept = join(place.dir, 'old.pub.pem');
    copyFileSync(place.publicKey, kept);
    rmSync(join(place.dir, 'keys'), { recursive: true });
    await place.run(['keygen', '--out', 'keys/signing-key.pem']);
    const previousKeys = ['./old.pub.pem'];
    place.writeConfig({ signing: { key: 'file:./keys/signing-key.pem', previousKeys } }, READ_LITTLE);

    await place.run(['collect', ...slot(2)]);
    const verified = await place.run(['verify', '--json']);

    expect(recordOf(place.store, 0, 2).chain.continues).toMatchObject({ number: 1, size: 1 });
    expect([verified.code, JSON.parse(verified.stdout).stores[0].failures]).toEqual([0, []]);
  });

  it('begins a second chain that says what it continues, and needs both public keys to verify', async () => {
    await place.run(['collect', ...slot(1)]);
    await place.run(['collect', ...slot(2)]);
    const old = join(place.dir, 'old.pub.pem');
    copyFileSync(place.publicKey, old);
    rmSync(join(place.dir, 'keys'), { recursive: true });
    await place.run(['keygen', '--out', 'keys/signing-key.pem']);

    const tested = await place.run(['test']);
    const third = await place.run(['collect', ...slot(3), '--json']);
    const fourth = await place.run(['collect', ...slot(4)]);

    expect(tested.stdout).toContain('its last record is signed by another key');
    // Complete, and yet somebody has to look: whose key it is, nothing in the chain says.
    expect([third.code, fourth.code]).toEqual([4, 0]);
    expect(JSON.parse(third.stdout).runs).toMatchObject([{ chain: 2, seq: 0 }]);
    expect(chainOf(place.store)).toEqual([
      '001/000000000000.sigstore.json',
      '001/000000000001.sigstore.json',
      '002/000000000000.sigstore.json',
      '002/000000000001.sigstore.json',
    ]);
    expect(recordOf(place.store, 0, 2).chain.continues).toMatchObject({ number: 1, size: 2 });
    expect(recordOf(place.store, 0, 2).conditions).toMatchObject([
      { condition: 'verification-failed', severity: 'critical' },
    ]);

    const both = await verify(old, place.publicKey);
    const onlyNew = await verify(place.publicKey);
    const onlyOld = await verify(old);
    expect([both.code, both.failures]).toEqual([0, []]);
    expect(onlyNew.code).toBe(7);
    expect(onlyNew.failures.map((failure: { code: string }) => failure.code)).toEqual(['KEY_NOT_PINNED']);
    expect(onlyNew.failures[0].where).toContain('chain/001/');
    expect(onlyOld.code).toBe(6);
    expect(onlyOld.failures[0].where).toContain('chain/002/');
  });
});

const pem = (type: 'rsa' | 'encrypted' | 'other-curve' | 'public'): string => {
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
  if (type === 'rsa')
    return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pkcs8).toString();
  const namedCurve = type === 'other-curve' ? 'secp384r1' : 'prime256v1';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  if (type === 'public') return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const secrecy = type === 'encrypted' ? { cipher: 'aes-256-cbc', passphrase: 'passphrase' } : {};
  return privateKey.export({ ...pkcs8, ...secrecy }).toString();
};

describe('a signing key that cannot be used', () => {
  const rows: readonly { title: string; put: () => void; says: string }[] = [
    { title: 'an RSA key', put: () => writeFileSync(keyFile(), pem('rsa')), says: 'got a key of type rsa' },
    {
      title: 'a key on another curve',
      put: () => writeFileSync(keyFile(), pem('other-curve')),
      says: 'got a key on curve secp384r1',
    },
    {
      title: 'an encrypted key',
      put: () => writeFileSync(keyFile(), pem('encrypted')),
      says: 'got an encrypted key',
    },
    { title: 'a public key', put: () => writeFileSync(keyFile(), pem('public')), says: 'got a public key' },
    {
      title: 'an empty file',
      put: () => writeFileSync(keyFile(), ''),
      says: 'expected a value, got an empty one',
    },
    {
      title: 'something that is not a key',
      put: () => writeFileSync(keyFile(), 'no key'),
      says: 'got something that is not a key',
    },
    { title: 'a folder', put: () => mkdirSync(keyFile()), says: 'expected a file, got a folder' },
    {
      title: 'a file that cannot be read',
      put: () => symlinkSync(keyFile(), keyFile()),
      says: 'expected a readable file, got ELOOP',
    },
  ];

  it.each(everyNth(rows, 4))(
    'stops the run before anything is asked or stored, and the chain goes on later: $title',
    async ({ put, says }) => {
      await place.run(['collect', ...slot(1)]);
      const kept = join(place.dir, 'kept.pem');
      renameSync(keyFile(), kept);
      put();
      const before = digestsIn(place.store);
      const asked = simulator.requests.length;

      const ran = await place.run(['collect', ...slot(2)]);

      expect(ran.code).toBe(5);
      expect(ran.stdout).toContain('nothing was committed');
      expect(ran.stdout).toContain(says);
      expect(ran.stdout + ran.stderr).not.toContain('    at ');
      expect(ran.stdout + ran.stderr).not.toContain('PRIVATE');
      expect(digestsIn(place.store)).toEqual(before);
      expect(simulator.requests.length).toBe(asked);

      rmSync(keyFile(), { recursive: true, force: true });
      renameSync(kept, keyFile());
      const next = await place.run(['collect', ...slot(2), '--json']);
      expect(JSON.parse(next.stdout).runs).toMatchObject([{ exitCode: 0, chain: 1, seq: 1 }]);
      expect((await verify(place.publicKey)).code).toBe(0);
    },
  );
});

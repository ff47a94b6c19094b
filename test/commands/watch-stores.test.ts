/** What watching says of a bucket whose settings are changed, or may not be read; and of a store that many share. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { byPlace, probePlace, type Sharing, sightsOf } from '../../src/commands/watch-stores.ts';
import type { EffectiveConnection } from '../../src/config/effective.ts';
import { type AwsAnswer, type AwsServer, s3Error, startAwsServer } from '../support/aws-server.ts';

const NOW = new Date('2026-11-23T04:00:00.000Z');
const GOVERNANCE = { mode: 'GOVERNANCE', days: 400 } as const;

const inBucket = (changes: Partial<EffectiveConnection> = {}): EffectiveConnection =>
  ({
    name: 'acme',
    store: { kind: 's3', path: 's3://acme-evidence/audit', bucket: 'acme-evidence', prefix: 'audit' },
    retention: GOVERNANCE,
    ...changes,
  }) as EffectiveConnection;

let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const versions = (state: string): AwsAnswer => ({
  status: 200,
  body: `<VersioningConfiguration>${state === '' ? '' : `<Status>${state}</Status>`}</VersioningConfiguration>`,
});
const LOCKED: AwsAnswer = {
  status: 200,
  body: '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
};
const NO_LOCK = s3Error(404, 'ObjectLockConfigurationNotFoundError');
const DENIED = s3Error(403, 'AccessDenied');

async function seen(versioning: AwsAnswer, lock: AwsAnswer, connection = inBucket()) {
  server.answer(({ query }) => (query.has('versioning') ? versioning : lock));
  const sharing: Sharing = [connection];
  const sights = sightsOf(sharing, await probePlace(sharing, server.env), NOW);
  return sights.flatMap(({ line, troubles }) =>
    troubles.map(({ severity, summary }) => `${line.key} ${severity}: ${summary}`),
  );
}

describe('a bucket', () => {
  const missing = 'settings high: The store s3://acme-evidence is not write-once: ';
  const unknown =
    'unknown medium: The store s3://acme-evidence could not be asked whether it is write-once: ';

  it.each([
    ['keeps all that is written', versions('Enabled'), LOCKED, []],
    [
      'has its versions suspended',
      versions('Suspended'),
      LOCKED,
      [`${missing}versioning: versioning is suspended.`],
    ],
    ['never had versions', versions(''), LOCKED, [`${missing}versioning: versioning is off.`]],
    [
      'has no lock, which `retention` needs',
      versions('Enabled'),
      NO_LOCK,
      [`${missing}object-lock: the bucket has no Object Lock.`],
    ],
    ['may not be looked at', DENIED, DENIED, [expect.stringContaining(unknown)]],
    [
      'has no versions, and its lock may not be looked at',
      versions(''),
      DENIED,
      [`${missing}versioning: versioning is off.`, expect.stringContaining(`${unknown}object-lock: got 403`)],
    ],
  ])('that %s', async (_title, versioning, lock, expected) => {
    expect(await seen(versioning, lock)).toEqual(expected);
  });

  it('is asked for no lock where none is configured, and for nothing but its settings', async () => {
    expect(await seen(versions('Enabled'), DENIED, inBucket({ retention: null }))).toEqual([]);
    expect(server.requests.map(({ method, query }) => [method, query.has('versioning')])).toEqual([
      ['GET', true],
    ]);
  });

  it('is told by the first of all connections in it, and a folder by none', () => {
    const folder = { kind: 'folder', path: '/srv/evidence' } as const;
    const places = byPlace([
      inBucket(),
      inBucket({ name: 'other', retention: null }),
      inBucket({
        name: 'third',
        store: { kind: 's3', path: 's3://acme-evidence/b', bucket: 'acme-evidence', prefix: 'b' },
      }),
      inBucket({ name: 'fourth', store: folder }),
    ]);

    expect(places.map((sharing) => sharing.map(({ name }) => name))).toEqual([
      ['acme', 'third'],
      ['other'],
      ['fourth'],
    ]);
    expect(sightsOf([inBucket({ store: folder })], [], NOW)).toEqual([]);
  });
});

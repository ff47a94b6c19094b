/** A snapshot whose files are gone: when its time was over that is no tampering, and before it is. */
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCalendar } from '../../src/commands/period.ts';
import type { CoveredReport } from '../../src/commands/verify-period.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { openS3Store } from '../../src/store/s3.ts';
import { readSnapshot } from '../../src/verify/read-snapshot.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { createBucket, newBucketName, overwrite } from '../support/bucket.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import {
  CONNECTION,
  createSealedStore,
  PUBLIC_KEY_PEM,
  reseal,
  type SealedStore,
} from '../support/sealed-store.ts';
import { IS_FULL } from '../support/tier.ts';
import { verifySealed } from './tampering/row.ts';
import { verifyAlone } from './verify-alone.ts';

const OVER = new Date('2026-11-24T00:00:00Z');
const USERS = 'data/resources/users.jsonl';
const keys = [{ publicKey: goldenSigner.publicKey }];

let store: SealedStore;
/** The first snapshot was to be kept for a day. */
const promise = (days: number, endedAt?: string) =>
  reseal(store, 0, {
    manifest: (manifest) => {
      manifest.retention = { mode: 'COMPLIANCE', days };
      if (endedAt !== undefined) manifest.run.endedAt = endedAt;
    },
  });

beforeEach(() => {
  store = createSealedStore();
});
afterEach(() => store.dispose());

/** Takes the files and leaves the folders, as some tools do. */
function emptyOut(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) emptyOut(path);
    else rmSync(path);
  }
}

describe('a bag that is gone', () => {
  it.each([
    ['after its time', 1, OVER, (bag: string) => store.remove(bag), [0, 'expired']],
    [
      'but for empty folders, after its time',
      1,
      OVER,
      (bag: string) => emptyOut(store.path(bag)),
      [0, 'expired'],
    ],
    [
      'a second before',
      1,
      new Date('2026-11-23T03:00:00Z'),
      (bag: string) => store.remove(bag),
      [6, 'ARTIFACT_MISSING'],
    ],
    ['in part', 1, OVER, (bag: string) => store.remove(`${bag}/${USERS}`), [6, 'ARTIFACT_MISSING']],
    [
      'but for one file',
      1,
      OVER,
      (bag: string) => {
        const kept = store.read(`${bag}/bagit.txt`);
        store.remove(bag);
        store.write(`${bag}/bagit.txt`, kept);
      },
      [6, 'ARTIFACT_MISSING'],
    ],
  ] as const)('%s', async (_title, days, now, change, expected) => {
    await promise(days);
    change(store.bag(0));

    const { exitCode, notes, failures } = await verifySealed(store, { now });

    const said = [...notes.map(({ kind }) => kind), ...failures.map(({ code }) => code)];
    expect([exitCode, said.find((word) => word === expected[1])]).toEqual(expected);
    expect(said.includes('expired')).toBe(exitCode === 0);
  });

  it('without a retention that was signed is missing, however long ago', async () => {
    store.remove(store.bag(0));

    expect((await verifySealed(store, { now: new Date('2099-01-01T00:00:00Z') })).exitCode).toBe(6);
  });

  it('is not counted among the snapshots that were checked, and its record still is one', async () => {
    await promise(1);
    store.remove(store.bag(0));

    const { connections } = await verifySealed(store, { now: OVER });

    expect(connections).toMatchObject([
      { snapshots: 3, chains: [{ records: 4 }], statuses: { complete: 2 } },
    ]);
    expect(connections[0]?.receipt).toContain('segment-evidence receipt v1');
  });

  it.each([
    ['2026-11-22', '2026-11-23', 4, ['expired', 'complete']],
    ['2026-11-23', '2026-11-23', 0, ['complete']],
  ])('leaves its slot uncovered, from %s to %s', async (from, to, exitCode, states) => {
    await promise(1);
    store.remove(store.bag(0));
    writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);

    const verified = await verifyAlone(store.root, { from, to, now: OVER });
    const status = await readCalendar(
      { connections: [], from, to, store: '.', key: ['owner.pub.pem'] },
      {
        cwd: store.root,
        now: OVER,
        openAt: () => openFolderStore(store.root, () => 'never'),
        configured: () => [],
      },
    );

    const { coverage } = (verified.report as CoveredReport).connections[0] ?? {};
    expect([verified.exitCode, status.exitCode]).toEqual([exitCode, exitCode]);
    expect(coverage?.slots?.map(({ state }) => state)).toEqual(states);
    expect(status.json['connections']).toMatchObject([{ slots: coverage?.slots }]);
  });

  it('still has its signed manifest, and no records', async () => {
    await promise(1);
    store.remove(store.bag(0));

    const snapshot = await readSnapshot(
      openFolderStore(store.root, () => 'never'),
      {
        connection: CONNECTION,
        keys,
        seq: 0,
        now: OVER,
      },
    );

    expect(snapshot.manifest.status).toBe('complete');
    expect(() => snapshot.records('users')).toThrow(
      expect.objectContaining({
        code: 'NO_EVIDENCE',
        exitCode: 7,
        message: expect.stringContaining('retention of 1 days ended'),
      }),
    );
  });
});

describe.runIf(IS_FULL && hasMoto('a bag that a lifecycle rule deleted'))(
  'in a bucket that keeps versions',
  () => {
    let moto: Moto;
    let client: S3Client;
    const bucket = newBucketName();
    let number = 0;
    let prefix = '';

    beforeAll(async () => {
      moto = await startMoto();
      for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
      client = new S3Client({ forcePathStyle: true });
      await createBucket(client, bucket);
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await moto.empty();
    });

    const nameOf = (path: string) => `${prefix}/segment-evidence/v1/${CONNECTION}/${path}`;

    /** The store in the bucket, with its first snapshot deleted as a lifecycle rule does. */
    async function upload(deleted: (path: string) => boolean): Promise<void> {
      prefix = `audit-${number++}`;
      const files = [...store.files()];
      await Promise.all(
        files.map(([path, Body]) =>
          client.send(new PutObjectCommand({ Bucket: bucket, Key: nameOf(path), Body })),
        ),
      );
      const gone = files.filter(([path]) => deleted(path));
      await Promise.all(
        gone.map(([path]) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: nameOf(path) }))),
      );
    }

    const verify = (now: Date, selection = {}) =>
      verifyStore({
        store: openS3Store({
          bucket,
          prefix,
          retention: null,
          hasOwnEndpoint: true,
          now: () => now,
          sleep: async () => undefined,
          random: () => 0,
        }),
        keys,
        now,
        ...selection,
      });
    const codesOf = ({ failures }: Awaited<ReturnType<typeof verify>>) => [
      ...new Set(failures.map(({ code }) => code)),
    ];

    it('is expired, also outside the period that is asked for', async () => {
      await promise(1, '2020-01-01T00:00:00.000Z');
      await upload((path) => path.startsWith(store.bag(0)));

      const [all, part] = [await verify(OVER), await verify(OVER, { from: '2026-11-24T00:00:00Z' })];

      expect([all.exitCode, all.notes.filter(({ kind }) => kind === 'expired').length]).toEqual([0, 1]);
      expect([part.exitCode, part.failures]).toEqual([0, []]);
    });

    it('is not, where it was deleted before its time', async () => {
      await promise(36_500);
      await upload((path) => path.startsWith(store.bag(0)));

      expect(codesOf(await verify(new Date('2200-01-01T00:00:00Z')))).toEqual(['NOT_WRITE_ONCE']);
    });

    it('is not, where it is gone in part, nor where it was written again', async () => {
      await promise(1, '2020-01-01T00:00:00.000Z');
      await upload((path) => path === `${store.bag(0)}/${USERS}`);

      const inPart = await verify(OVER);
      await upload((path) => path.startsWith(store.bag(0)));
      await overwrite(client, bucket, nameOf(`${store.bag(0)}/bagit.txt`), 'x');
      await client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key: nameOf(`${store.bag(0)}/bagit.txt`) }),
      );

      expect(codesOf(inPart)).toEqual(['ARTIFACT_MISSING', 'NOT_WRITE_ONCE']);
      expect(codesOf(await verify(OVER))).toEqual(['NOT_WRITE_ONCE']);
    });
  },
);

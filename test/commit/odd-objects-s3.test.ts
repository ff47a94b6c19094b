/** The same in a bucket, where an object and others below its name can stand side by side. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { commitSnapshot } from '../../src/commit/commit.ts';
import { checkpointAfter } from '../../src/seal/chain.ts';
import { readWhole } from '../../src/store/content.ts';
import { openS3Store } from '../../src/store/s3.ts';
import type { Store } from '../../src/store/store.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { newSigner } from '../seal/keys.ts';
import { createBucket, hide, newBucketName } from '../support/bucket.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { everyNth } from '../support/tier.ts';
import { CHAIN, type DepsChanges, depsIn, draftOf, placeOf } from './committing.ts';
import { BYTES, type Made } from './odd-objects.ts';

const BUCKET = newBucketName();
const FIRST = `${CHAIN}/001/000000000000.sigstore.json`;
const NEXT = `${CHAIN}/001/000000000001.sigstore.json`;

describe.runIf(hasMoto('odd objects in a bucket'))('in a bucket', () => {
  let moto: Moto;
  let client: S3Client;
  let prefixes = 0;

  beforeAll(async () => {
    moto = await startMoto();
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    client = new S3Client({ forcePathStyle: true });
    await createBucket(client, BUCKET);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto.empty();
  });

  function openNew() {
    const prefix = `p${prefixes++}`;
    const store = openS3Store({
      bucket: BUCKET,
      prefix,
      retention: null,
      hasOwnEndpoint: true,
      now: () => new Date('2026-11-22T03:00:00Z'),
      sleep: async () => undefined,
      random: () => 0,
    });
    const plant = (key: string, Body: string | Buffer = 'x') =>
      client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${key}`, Body }));
    return { store, plant, remove: (key: string) => hide(client, BUCKET, `${prefix}/${key}`) };
  }

  async function commit(store: Store, changes: DepsChanges = {}, connection = 'acme') {
    const draft = await draftOf();
    const manifestAfter: typeof draft.manifestAfter = async (...place) => ({
      ...(await draft.manifestAfter(...place)),
      connection,
    });
    const deps = { ...depsIn('', { store, ...changes }), connection };
    return (await commitSnapshot(deps, { ...draft, manifestAfter })).record;
  }

  async function failuresOf(store: Store): Promise<readonly string[]> {
    const keys = [{ publicKey: depsIn('').signer.publicKey }];
    const { failures } = await verifyStore({ store, keys, now: new Date('2026-11-22T03:05:00Z') });
    return failures.map(({ code, where }) => `${code} ${where}`);
  }

  async function makeOthers(): Promise<Pick<Made, 'strangers' | 'elsewhere'>> {
    const [theirs, elsewhere] = [openNew().store, openNew().store];
    const signer = newSigner();
    for (let seq = 0; seq < 2; seq += 1) {
      await commit(theirs, { signer });
      await commit(elsewhere, {}, 'other');
    }
    return {
      strangers: await readWhole(theirs, NEXT),
      elsewhere: await readWhole(elsewhere, NEXT.replace('/acme/', '/other/')),
    };
  }

  type Planting = (plant: (key: string, body?: string | Buffer) => Promise<unknown>, made: Made) => unknown;

  const rows: readonly (readonly [string, Planting])[] = [
    ['an object below it', (plant) => plant(`${NEXT}/x`)],
    ...BYTES.map(
      ([name, bytesFrom]) => [name, (plant, made) => plant(NEXT, bytesFrom(made))] as [string, Planting],
    ),
    ['an object larger than any record', (plant) => plant(NEXT, Buffer.alloc(LARGEST_RECORD_BYTES + 1))],
    ['what a console makes for a folder', (plant) => plant(`${NEXT}/`, '')],
    ['a folder of a console with something in it', (plant) => plant(`${NEXT}/`, 'x')],
    ['an empty object below it', (plant) => plant(`${NEXT}/x`, '')],
    ['litter below it', (plant) => plant(`${NEXT}/.DS_Store`)],
    ['an object deep below it', (plant) => plant(`${NEXT}/${'d/'.repeat(300)}x`)],
    ['a nameless step below it', (plant) => plant(`${NEXT}//x`)],
    ['the record before, below it', (plant, { good }) => plant(`${NEXT}/000000000001.sigstore.json`, good)],
    ['names that are no names of ours below it', (plant) => plant(`${NEXT}/a\\c \u{1F600}`)],
    [
      'more objects below it than one page names',
      async (plant) => {
        for (let i = 0; i < 1_010; i += 10)
          await Promise.all(Array.from({ length: 10 }, (_, j) => plant(`${NEXT}/${i + j}`)));
      },
    ],
  ];

  it.each(everyNth(rows, 32))(
    '%s under the name of the next record: runs go on in the next chain, and `verify` names it',
    async (_name, planting) => {
      const { store, plant } = openNew();
      const tail = await commit(store);
      await planting(plant, { ...(await makeOthers()), good: await readWhole(store, FIRST), goodFile: '' });

      const record = await commit(store);

      expect(placeOf(record)).toEqual([2, 0]);
      expect(record.statement.predicate.chain.continues).toMatchObject({
        number: 1,
        size: 1,
        root: (await checkpointAfter(tail)).root,
      });
      const named = (await failuresOf(store)).filter((failure) => failure.includes(NEXT));
      expect(named.join('\n')).toMatch(/^(?:CHAIN_BROKEN|CONTENT_INVALID|KEY_UNTRUSTED|SIGNATURE_INVALID) /m);
      // However many there are, it is one thing.
      expect(named.length).toBeLessThan(20);
      expect(placeOf(await commit(store))).toEqual([2, 1]);
    },
  );

  it.each(
    everyNth(
      [
        ['rubbish that was deleted, at the next name', NEXT, true, 'NOT_WRITE_ONCE'],
        ['rubbish that was deleted, below the next name', `${NEXT}/x`, true, 'NOT_WRITE_ONCE'],
        ['something below the name of the last record', `${FIRST}/x`, false, 'CHAIN_BROKEN'],
        ['rubbish in the last chain', `${CHAIN}/999/000000000000.sigstore.json`, false, 'CHAIN_BROKEN'],
        ['rubbish under the last number', `${CHAIN}/001/999999999999.sigstore.json`, false, 'CHAIN_BROKEN'],
        ['an object with the name of the next chain', `${CHAIN}/002`, false, 'CHAIN_BROKEN'],
      ] as readonly (readonly [string, string, boolean, string])[],
      6,
    ),
  )('%s: keeps nobody from the next number, and `verify` names it', async (_name, key, isDeleted, code) => {
    const { store, plant, remove } = openNew();
    await commit(store);
    await plant(key);
    if (isDeleted) await remove(key);

    expect(placeOf(await commit(store))).toEqual([1, 1]);
    expect((await failuresOf(store)).join('\n')).toContain(`${code} ${key}`);
    expect(placeOf(await commit(store))).toEqual([1, 2]);
  });
});

/**
 * Whatever somebody puts under the name of the next record: runs go on in the next chain, `verify` names it, and
 * nothing waits for it. Where nothing can be concluded, or a newer version has written, no chain is begun.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAYLOAD_TYPE } from '../../schemas/chain.ts';
import { commitSnapshot } from '../../src/commit/commit.ts';
import { StoreError } from '../../src/errors.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { checkpointAfter } from '../../src/seal/chain.ts';
import { preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import type { ChainRecord } from '../../src/seal/record.ts';
import type { Signer } from '../../src/seal/signer.ts';
import type { Store } from '../../src/store/store.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { newSigner } from '../seal/keys.ts';
import { withFolder } from '../support/folder.ts';
import { everyNth } from '../support/tier.ts';
import { CHAIN, commitOnce, depsIn, draftOf, openStore, placeOf } from './committing.ts';
import { type Made, ODD_OBJECTS, removeTree } from './odd-objects.ts';

const nameOf = (chain: number, seq: number) =>
  `${CHAIN}/${String(chain).padStart(3, '0')}/${String(seq).padStart(12, '0')}.sigstore.json`;
const NEXT = nameOf(1, 1);
const NOW = new Date('2026-11-22T03:05:00.000Z');

async function verify(folder: string) {
  const { publicKey } = depsIn(folder).signer;
  return verifyStore({ store: openStore(folder), keys: [{ publicKey }], now: NOW });
}

/** Codes that end in exit 6. */
const NAMED = /CHAIN_BROKEN|CONTENT_INVALID|KEY_UNTRUSTED|SIGNATURE_INVALID/;

/** Whether a failure accuses what our runs wrote, but for contents: these drafts have none to speak of. */
const isOfOurs = (failure: string) =>
  !failure.startsWith('CONTENT_INVALID') && !failure.includes(NEXT) && /\/(?:chain|receipts)\//.test(failure);

const failures = ({ failures }: Awaited<ReturnType<typeof verify>>) =>
  failures.map(({ code, where }) => `${code} ${where}`);

/** A record of the place behind the tail, by another key, and one of another connection by ours. */
async function makeOthers(): Promise<Pick<Made, 'strangers' | 'elsewhere'>> {
  const read = (folder: string, key: string) => readFileSync(join(folder, key));
  return {
    strangers: await withFolder(async (folder) => {
      const signer = newSigner();
      for (let seq = 0; seq < 2; seq += 1) await commitOnce(folder, { signer });
      return read(folder, NEXT);
    }),
    elsewhere: await withFolder(async (folder) => {
      const deps = { ...depsIn(folder), connection: 'other' };
      const draft = await draftOf();
      const manifestAfter: typeof draft.manifestAfter = async (history, runId) => ({
        ...(await draft.manifestAfter(history, runId)),
        connection: 'other',
      });
      for (let seq = 0; seq < 2; seq += 1) await commitSnapshot(deps, { ...draft, manifestAfter });
      return read(folder, NEXT.replace('/acme/', '/other/'));
    }),
  };
}
const others = await makeOthers();

/** A folder that may get anything, with one record. */
async function withStore(
  use: (folder: string, tail: ChainRecord, made: Made) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-odd-'));
  try {
    const tail = await commitOnce(folder);
    const goodFile = join(folder, nameOf(1, 0));
    await use(folder, tail, { ...others, good: readFileSync(goodFile), goodFile });
  } finally {
    removeTree(folder);
  }
}

const continuing = async (tail: ChainRecord) => {
  const { number, logId } = tail.statement.predicate.chain;
  const { size, root } = await checkpointAfter(tail);
  return { number, logId, size, root };
};

describe('under the name of the next record', () => {
  for (const { name, isLeftOut } of ODD_OBJECTS) {
    if (isLeftOut) console.warn(`SKIPPED ${name}: ${isLeftOut}`);
  }

  it.each(
    everyNth(
      ODD_OBJECTS.filter(({ isLeftOut }) => !isLeftOut).map((row) => [row.name, row] as const),
      3,
    ),
  )(
    '%s: runs go on in the next chain, and `verify` names it',
    { timeout: 20_000 },
    async (_name, { plant }) => {
      await withStore(async (folder, tail, made) => {
        await plant(join(folder, NEXT), made);

        const record = await commitOnce(folder);

        expect(placeOf(record)).toEqual([2, 0]);
        expect(record.statement.predicate.chain.continues).toEqual(await continuing(tail));
        const found = failures(await verify(folder));
        expect(found.filter((each) => each.includes(NEXT)).join()).toMatch(NAMED);
        expect(found.filter(isOfOurs)).toEqual([]);
        expect(placeOf(await commitOnce(folder))).toEqual([2, 1]);
      });
    },
  );

  it('also in the chain after, and where that one’s name is no folder', async () => {
    await withStore(async (folder, tail) => {
      writeFileSync(join(folder, NEXT), 'rubbish');
      writeFileSync(join(folder, CHAIN, '002'), 'rubbish');
      mkdirSync(join(folder, nameOf(3, 0)), { recursive: true });

      const record = await commitOnce(folder);

      expect(placeOf(record)).toEqual([4, 0]);
      expect(record.statement.predicate.chain.continues).toEqual(await continuing(tail));
      const found = failures(await verify(folder)).join();
      for (const key of [NEXT, `${CHAIN}/002`, nameOf(3, 0)]) expect(found).toContain(`CHAIN_BROKEN ${key}`);
      expect(placeOf(await commitOnce(folder))).toEqual([4, 1]);
    });
  });

  it('of the very first one too', async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, nameOf(1, 0)), { recursive: true });

      const record = await commitOnce(folder);

      expect(placeOf(record)).toEqual([2, 0]);
      expect(record.statement.predicate.chain.continues).toMatchObject({ number: 1, size: 0 });
      expect(failures(await verify(folder)).join()).toContain(nameOf(1, 0));
    });
  });
});

describe('under numbers further on', () => {
  it.each([
    ['the last number of a chain', nameOf(1, 999_999_999_999)],
    ['the last chain', nameOf(999, 0)],
    ['a later number of the last chain', nameOf(999, 5)],
    ['the name of the next chain', `${CHAIN}/002`],
    ['chain 0', nameOf(0, 0)],
  ])('%s: rubbish keeps nobody from the next number, and `verify` names it', async (_name, key) => {
    await withStore(async (folder) => {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), 'rubbish');

      expect(placeOf(await commitOnce(folder))).toEqual([1, 1]);
      expect(failures(await verify(folder)).join()).toContain(`CHAIN_BROKEN ${key}`);
      expect(placeOf(await commitOnce(folder))).toEqual([1, 2]);
    });
  });

  it('a stranger’s record uses up no number: what is ours is continued, and nobody is accused of it', async () => {
    await withStore(async (folder, tail, { strangers }) => {
      const stranger = newSigner();
      await withFolder(async (elsewhere) => {
        writeFileSync(join(folder, NEXT), strangers);
        await commitOnce(elsewhere, { signer: stranger });
        mkdirSync(join(elsewhere, CHAIN, '001/000000000001.sigstore.json'));
        await commitOnce(elsewhere, { signer: stranger });
        mkdirSync(join(folder, CHAIN, '002'));
        writeFileSync(join(folder, nameOf(2, 0)), readFileSync(join(elsewhere, nameOf(2, 0))));
      });

      const record = await commitOnce(folder);

      expect(placeOf(record)).toEqual([3, 0]);
      expect(record.statement.predicate.chain.continues).toEqual(await continuing(tail));
      const found = failures(await verify(folder));
      expect(found.filter((each) => isOfOurs(each) && each.includes('/003/'))).toEqual([]);
      expect(found.join()).toContain(`KEY_UNTRUSTED ${nameOf(2, 0)}`);
    });
  });
});

/** Signs a payload as a later version of this program may. */
async function newer(
  signer: Signer,
  record: Buffer,
  change: (statement: never) => unknown,
  type = PAYLOAD_TYPE,
) {
  const bundle = JSON.parse(record.toString());
  const statement = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString());
  change(statement as never);
  const payload = Buffer.from(canonical(statement));
  const signature = await signer.sign(preAuthenticationEncoding(type, payload));
  const sig = Buffer.from(signature).toString('base64');
  bundle.dsseEnvelope = {
    payload: payload.toString('base64'),
    payloadType: type,
    signatures: [{ keyid: signer.keyId, sig }],
  };
  return canonical(bundle);
}

describe('a record that a newer version wrote', () => {
  type Statement = { _type: string; predicate: { extra?: number; status: string } };

  it.each<[string, (statement: Statement) => unknown, string?]>([
    ['with a member that nobody knows', ({ predicate }) => (predicate.extra = 1)],
    ['with a word that nobody knows', ({ predicate }) => (predicate.status = 'halved')],
    ['of another type', (statement) => (statement._type = 'https://in-toto.io/Statement/v2')],
    ['with a payload of another type', () => undefined, 'application/vnd.later+json'],
  ])('%s: nothing is committed, and no chain begun', async (_name, change, type) => {
    await withStore(async (folder) => {
      await commitOnce(folder);
      const { signer } = depsIn(folder);
      const ours = readFileSync(join(folder, NEXT));
      removeTree(join(folder, NEXT));
      writeFileSync(join(folder, NEXT), await newer(signer, ours, change, type));

      for (const changes of [{}, { signer: newSigner(), previousKeys: [signer.publicKey] }]) {
        await expect(commitOnce(folder, changes)).rejects.toMatchObject({
          exitCode: 5,
          code: 'READ_FAILED',
          key: NEXT,
          message: expect.stringContaining('a newer version'),
          hint: expect.stringContaining('Upgrade this machine first'),
        });
      }
      // Under another name, or signed by nobody of ours, it is rubbish like any other.
      removeTree(join(folder, NEXT));
      writeFileSync(join(folder, NEXT), await newer(newSigner(), ours, change, type));
      expect(placeOf(await commitOnce(folder))).toEqual([2, 0]);
    });
  });

  it('is none where a key signed it that has handed over, nor is that key followed to a far number', async () => {
    await withFolder(async (folder) => {
      const [old, signer] = [newSigner(), newSigner()];
      const inForce = { signer, previousKeys: [old.publicKey] };
      await commitOnce(folder, { signer: old, nextKey: signer.keyId });
      await commitOnce(folder, inForce);
      const good = readFileSync(join(folder, NEXT));
      const at = (chain: number, seq: number) => (statement: never) =>
        Object.assign((statement as { predicate: { chain: object } }).predicate.chain, {
          number: chain,
          seq,
          ...(seq === 0 ? { prev: null } : {}),
        });
      const put = async (chain: number, seq: number, type?: string) => {
        mkdirSync(dirname(join(folder, nameOf(chain, seq))), { recursive: true });
        writeFileSync(join(folder, nameOf(chain, seq)), await newer(old, good, at(chain, seq), type));
      };

      await put(1, 2, 'application/vnd.later+json');
      await put(999, 0);
      await put(999, 1, 'application/vnd.later+json');

      expect(placeOf(await commitOnce(folder, inForce))).toEqual([2, 0]);
      expect(placeOf(await commitOnce(folder, inForce))).toEqual([2, 1]);
      // Of a key that has not handed over nothing is passed over.
      const unrelated = { ...inForce, signer: newSigner(), previousKeys: [old.publicKey, signer.publicKey] };
      await expect(commitOnce(folder, unrelated)).rejects.toMatchObject({ exitCode: 5 });
    });
  });

  it('copied from elsewhere is none of this place', async () => {
    await withStore(async (folder, _tail, { good, elsewhere }) => {
      const { signer } = depsIn(folder);
      for (const record of [good, elsewhere]) {
        removeTree(join(folder, NEXT));
        const bytes = await newer(signer, record, ({ predicate }: Statement) => (predicate.extra = 1));
        writeFileSync(join(folder, NEXT), bytes);

        expect(placeOf(await commitOnce(folder))[0]).toBe(2);
      }
    });
  });
});

describe('a read that was', () => {
  it.each([
    ['refused', 'EACCES'],
    ['broken off', 'EIO'],
    ['too slow', 'TimeoutError'],
  ])('%s begins no chain: nothing is committed', async (_name, found) => {
    await withStore(async (folder) => {
      await commitOnce(folder);
      const real = openStore(folder);
      const store: Store = {
        ...real,
        async *get(key) {
          if (key !== NEXT) return yield* real.get(key);
          yield Buffer.from('{');
          throw new StoreError({ code: 'READ_FAILED', key, message: `read: ${key}: got ${found}`, found });
        },
      };

      await expect(commitOnce(folder, { store })).rejects.toMatchObject({ code: 'READ_FAILED', exitCode: 5 });
      expect(placeOf(await commitOnce(folder))).toEqual([1, 2]);
    });
  });

  it('of something that is no object, and of a place in between, is no refusal', async () => {
    await withStore(async (folder) => {
      await commitOnce(folder);
      removeTree(join(folder, nameOf(1, 0)));
      mkdirSync(join(folder, nameOf(1, 0)));

      expect(placeOf(await commitOnce(folder))).toEqual([1, 2]);
    });
  });
});

/** How a record continues its chain: numbers, digests, the tree, and where the last complete one is. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointAfter, laterOf, nextPredicate, numbersAt, receiptOf } from '../../src/seal/chain.ts';
import { manifestWith } from '../evidence/manifests.ts';
import { chainOf, FIRST, LOG_ID, recordAt } from './chains.ts';
import { newSigner } from './keys.ts';

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const hash = (prefix: number, ...parts: readonly Buffer[]) =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(prefix), ...parts]))
    .digest();

describe('the first record of a connection', () => {
  it('has number 0, nothing before it, and a tree over nothing', async () => {
    const predicate = await nextPredicate(manifestWith(), 'snapshots/x', FIRST, {
      now: '2026-11-22T03:00:10.000Z',
    });

    expect(numbersAt(FIRST)).toEqual({ number: 1, seq: 0 });
    expect(predicate.chain).toEqual({
      number: 1,
      logId: LOG_ID,
      seq: 0,
      prev: null,
      recordedAt: '2026-11-22T03:00:10.000Z',
      continues: null,
    });
    expect(predicate.checkpoint).toEqual({ size: 0, root: sha256(Buffer.alloc(0)), frontier: [] });
  });

  it('of a chain that goes on where another cannot says so', async () => {
    const continues = { number: 1, logId: LOG_ID, size: 3, root: 'd'.repeat(64) };
    const position = { kind: 'first', number: 2, logId: 'f'.repeat(32), continues } as const;

    const { chain } = await nextPredicate(manifestWith(), 'snapshots/x', position, {
      now: '2026-11-22T03:00:10.000Z',
    });

    expect(chain).toMatchObject({ number: 2, seq: 0, prev: null, continues });
  });
});

describe('a record behind others', () => {
  it('is tied to the one before by its number and the digest of its payload', async () => {
    const records = await chainOf(['complete', 'partial', 'complete', 'failed', 'complete'], newSigner());

    for (const [seq, { statement }] of records.entries()) {
      const { chain } = statement.predicate;
      const before = records[seq - 1];
      expect(chain).toMatchObject({ number: 1, logId: LOG_ID, seq, continues: null });
      expect(chain.prev).toEqual(
        before === undefined ? null : { seq: seq - 1, sha256: sha256(before.payload) },
      );
    }
  });

  it('gets the next number, in the same chain', async () => {
    const tail = (await chainOf(['complete', 'complete'], newSigner())).at(-1);

    expect(tail && numbersAt({ kind: 'behind', tail })).toEqual({ number: 1, seq: 2 });
  });

  it('carries the tree over all payloads before it', async () => {
    const [a, b, c, d] = await chainOf(['complete', 'complete', 'complete', 'complete'], newSigner());
    const leaf = (record = a) => hash(0, record?.payload ?? Buffer.alloc(0));

    const two = hash(1, leaf(a), leaf(b));
    const three = hash(1, two, leaf(c));

    expect(c?.statement.predicate.checkpoint).toEqual({
      size: 2,
      root: two.toString('hex'),
      frontier: [two.toString('hex')],
    });
    expect(d?.statement.predicate.checkpoint).toEqual({
      size: 3,
      root: three.toString('hex'),
      frontier: [two.toString('hex'), leaf(c).toString('hex')],
    });
  });

  it('says which complete one is the last, itself included', async () => {
    const records = await chainOf(['failed', 'complete', 'partial', 'failed', 'complete'], newSigner());

    const named = records.map(({ statement }) => statement.predicate.lastComplete);

    const at = '2026-11-22T03:00:04.000Z';
    expect(named).toEqual([null, { seq: 1, at }, { seq: 1, at }, { seq: 1, at }, { seq: 4, at }]);
  });

  it.each([
    ['later', '2026-11-23T03:00:00.000Z', '2026-11-23T03:00:00.000Z'],
    ['at the same instant', '2026-11-22T03:00:10.000Z', '2026-11-22T03:00:10.000Z'],
    ['earlier, by a clock that went back', '2026-11-22T02:00:00.000Z', '2026-11-22T03:00:10.000Z'],
  ])('recorded %s is never older than the one before', async (_name, now, recordedAt) => {
    const signer = newSigner();
    const tail = await recordAt(FIRST, signer, {}, '2026-11-22T03:00:10.000Z');

    const record = await recordAt({ kind: 'behind', tail }, signer, {}, now);

    expect(record.statement.predicate.chain.recordedAt).toBe(recordedAt);
  });

  it('repeats the manifest and adds nothing else', async () => {
    const manifest = manifestWith({ status: 'partial' });

    const { chain, snapshotPath, checkpoint, lastComplete, ...rest } = await nextPredicate(
      manifest,
      'snapshots/x',
      FIRST,
      { now: '2026-11-22T03:00:10.000Z' },
    );

    expect(rest).toEqual(manifest);
    expect({ snapshotPath, lastComplete }).toEqual({ snapshotPath: 'snapshots/x', lastComplete: null });
    expect([chain, checkpoint]).toHaveLength(2);
  });
});

describe('instants', () => {
  it.each([
    [
      'by time and not by text',
      '2026-11-22T03:00:00.500Z',
      '2026-11-22T03:00:00Z',
      '2026-11-22T03:00:00.500Z',
    ],
    [
      'the first of two equal ones',
      '2026-11-22T03:00:00.000Z',
      '2026-11-22T03:00:00Z',
      '2026-11-22T03:00:00.000Z',
    ],
  ])('%s', (_name, a, b, later) => {
    expect(laterOf(a, b)).toBe(later);
  });
});

describe('a receipt', () => {
  it('has the five lines of the contract, over the record itself too', async () => {
    const signer = newSigner();
    const [a, b] = await chainOf(['complete', 'complete'], signer);
    if (a === undefined || b === undefined) return expect.unreachable();
    const root = hash(1, hash(0, a.payload), hash(0, b.payload)).toString('hex');

    expect(await receiptOf(b, signer.keyId)).toBe(
      `segment-evidence receipt v1\nlogId ${LOG_ID}\nsize 2\nroot sha256:${root}\nkey ${signer.keyId}\n`,
    );
  });

  it('agrees with the checkpoint that the next record carries', async () => {
    const records = await chainOf(
      Array.from({ length: 9 }, () => 'complete' as const),
      newSigner(),
    );

    for (const [seq, record] of records.slice(0, -1).entries()) {
      expect(await checkpointAfter(record)).toEqual(records[seq + 1]?.statement.predicate.checkpoint);
    }
  });
});

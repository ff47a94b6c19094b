import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  receiptPath,
  recordPath,
  reseal,
  type SealedStore,
} from '../support/sealed-store.ts';
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

describe('verify, in words', () => {
  it('says first what the evidence is of, then the verdict, then a receipt to keep', async () => {
    const { text, exitCode } = await verify();

    expect(exitCode).toBe(0);
    const lines = text.split('\n');
    expect(lines.slice(0, 11)).toEqual([
      `EVIDENCE in ${store.root}`,
      '  connection  golden',
      '  of          workspace larkfield (vYCD9NinkYgtNvni2BGac7), read from 127.0.0.1:4010 (the built-in simulator: not evidence of a real workspace)',
      '  period      2026-11-22T03:00:04.000Z to 2026-11-25T03:00:04.000Z',
      '  status      2 complete, 1 partial, 1 failed; last complete: 2026-11-23T03:00:04.000Z',
      '  fixed by    nothing outside the store',
      '  checked     4 records in 1 chain; 4 snapshots, 18 artifacts, 54607 bytes read',
      expect.stringMatching(/^ {2}signed by {3}[0-9a-f]{64}: records 0 to 3 of chain 1$/),
      expect.stringMatching(/^ {2}keys {8}[0-9a-f]{64} \(pinned\)$/),
      '',
      '  INTACT',
    ]);
    expect(text).toContain('note: gap: run of 2026-11-25T03:00:04.000Z is failed:');
    expect(lines.slice(-5).map((line) => line.trim())).toEqual(
      store.text(receiptPath(LAST_SEQ)).trimEnd().split('\n'),
    );
  });

  it('names every failure, keeps its receipt to itself, and says what to do', async () => {
    store.remove(`${store.bag(0)}/${USERS}`);
    store.write(`${store.bag(1)}/note.txt`, 'x');

    const { text, exitCode } = await verify();

    expect(exitCode).toBe(6);
    expect(text).toContain('NOT INTACT: 2 failures');
    expect(text).toMatch(/ARTIFACT_MISSING {2}segment-evidence.*users\.jsonl/);
    expect(text).toMatch(/ARTIFACT_UNLISTED {2}segment-evidence.*note\.txt/);
    expect(text).not.toContain('segment-evidence receipt v1');
    expect(text).toContain('Compare it with a copy, or with receipts');
  });

  it('cannot judge without a key, and says where to get one', async () => {
    const { text, exitCode } = await verify({ key: [] });

    expect(exitCode).toBe(7);
    expect(text).toContain('CANNOT JUDGE: 1 failure');
    expect(text).toContain('not from the store, and name it with --key');
    expect(text).not.toContain('segment-evidence receipt v1');
  });

  it('gives no receipt where the way to the evidence leads over a link', async () => {
    renameSync(join(store.root, 'segment-evidence'), join(store.root, 'moved'));
    symlinkSync('moved', join(store.root, 'segment-evidence'));

    const { text, exitCode } = await verify();

    expect(exitCode).toBe(6);
    expect(text).not.toContain('segment-evidence receipt v1');
  });

  it.each([
    [60_000, undefined],
    [60_001, 'was 60 s ahead of'],
    [-3_600_000, 'was 3600 s behind'],
  ])('says by how much the clock was off: %i ms', async (skewMs, words) => {
    await reseal(store, LAST_SEQ, {
      manifest: (manifest) => {
        manifest.clock = { serverDate: '2026-11-25T03:00:00.000Z', skewMs };
      },
    });

    const { report, exitCode } = await verify();

    const note = report.notes.find(({ kind }) => kind === 'clock-skew');
    expect([exitCode, note?.message]).toEqual([
      0,
      words === undefined ? undefined : expect.stringContaining(words),
    ]);
  });

  it('shows no control characters out of evidence', async () => {
    await reseal(store, LAST_SEQ, { manifest: ({ run }) => Object(run.missedSlots.push('2026\u001b[31m')) });

    const { text } = await verify();

    expect(text.includes('\u001b')).toBe(false);
  });
});

describe('verify --json', () => {
  it('is one document with a schema, the exit code, and a report per store', async () => {
    const { json, report } = await verify();

    expect(json).toMatchObject({ schema: 'segment-evidence/verify/v1', exitCode: 0, quick: false });
    expect(report).toMatchObject({ verdict: 'intact', failures: [], location: store.root });
    expect(report.connections).toMatchObject([
      {
        connection: 'golden',
        origins: [{ kind: 'simulator', records: 4 }],
        workspaces: [{ slug: 'larkfield' }],
        statuses: { complete: 2, partial: 1, failed: 1 },
        snapshots: 4,
        receipt: store.text(receiptPath(LAST_SEQ)),
      },
    ]);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

describe('verify --from and --to', () => {
  it.each([
    ['a day alone', { from: '2026-11-23', to: '2026-11-24' }, 2, 4],
    ['an instant', { from: '2026-11-23T03:00:05Z' }, 2, 4],
    ['another offset', { to: '2026-11-22T04:00:04+01:00' }, 1, 0],
    ['the last day', { from: '2026-11-25' }, 1, 4],
  ])('reads only the snapshots of a period: %s', async (_, period, snapshots, expected) => {
    const { report, exitCode } = await verify(period);

    expect([exitCode, report.verdict]).toEqual([expected, 'intact']);
    expect(report.connections[0]).toMatchObject({ snapshots, chains: [{ records: 4 }] });
  });

  it('does not read files outside the period, but still the whole chain', async () => {
    store.remove(`${store.bag(0)}/${USERS}`);

    expect((await verify({ from: '2026-11-23', to: '2026-11-23' })).exitCode).toBe(0);
    store.remove(recordPath(0));

    expect((await verify({ from: '2026-11-23' })).exitCode).toBe(6);
  });

  it('finds nothing in a period without a run, which is no pass', async () => {
    const { exitCode, report } = await verify({ from: '2027-01-01', to: '2027-01-31' });

    expect(exitCode).toBe(7);
    expect(report.failures.map(({ code, found }) => `${code}: ${found}`)).toEqual([
      'NOTHING_THERE: 4 others',
    ]);
  });
});

describe('verify --quick', () => {
  it('says that it did not read artifacts, and does not notice a byte in one', async () => {
    const path = `${store.bag(0)}/${USERS}`;
    store.write(path, Buffer.from(store.read(path)).fill('x', 0, 1));

    const { exitCode, text, report } = await verify({ quick: true });

    expect(exitCode).toBe(0);
    expect(text).toContain('INTACT, checked with --quick: artifacts were not read');
    expect(report.notes.map(({ kind }) => kind)).toContain('bytes-not-read');
    expect(report.connections[0]?.artifactBytesRead).toBe(0);
  });

  it('notices an artifact that is gone, or of another size', async () => {
    store.remove(`${store.bag(0)}/${USERS}`);
    store.write(`${store.bag(1)}/${USERS}`, '');

    const { exitCode, report } = await verify({ quick: true });

    expect(exitCode).toBe(6);
    expect(report.failures.map(({ code }) => code)).toEqual(['ARTIFACT_MISSING', 'DIGEST_MISMATCH']);
  });
});

describe('verify --receipt', () => {
  it.each([
    ['as it was written', (text: string) => text],
    ['as mail makes it', (text: string) => `\r\n${text.replaceAll('\n', '\r\n')}\r\n`],
  ])('accepts a receipt of the chain, %s', async (_, spell) => {
    writeFileSync(join(store.root, 'kept.txt'), spell(store.text(receiptPath(1))));

    expect((await verify({ receipt: ['kept.txt'] })).exitCode).toBe(0);
  });

  it('shows a chain that was cut off without a trace', async () => {
    writeFileSync(join(store.root, 'kept.txt'), store.text(receiptPath(LAST_SEQ)));
    for (const path of [recordPath(LAST_SEQ), receiptPath(LAST_SEQ), store.bag(LAST_SEQ)]) store.remove(path);

    expect((await verify()).exitCode).toBe(0);
    const { exitCode, report } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(6);
    expect(report.failures).toMatchObject([{ code: 'TRUNCATED', where: 'kept.txt', count: 1 }]);
  });
});

/** A snapshot read by other programs: verified, or refused; and a gap is never an empty list. */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, readSnapshot, type Snapshot, UnverifiedError, verify } from '../../src/index.ts';
import { createWorkbench, type Ran, signer, type Workbench } from '../support/run.ts';

const keys = [String(signer.publicKey.export({ type: 'spki', format: 'pem' }))];
const connection = 'acme';
let bench: Workbench;
let runs: readonly Ran[];

beforeAll(async () => {
  bench = await createWorkbench();
  const first = await bench.run({ slot: '2026-11-22T03:00:00.000Z' });
  const second = await bench.run({ slot: '2026-11-23T03:00:00.000Z', token: bench.simulator.tokens.member });
  runs = [first, second];
});
afterAll(() => bench.close());

const read = (request: Partial<Parameters<typeof readSnapshot>[1]> = {}) =>
  readSnapshot(openStore(bench.folder), { connection, keys, ...request });

async function all(snapshot: Snapshot, resource: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const record of snapshot.records(resource)) found.push(record);
  return found;
}

/** What a promise is refused with. */
async function refused(promise: Promise<unknown>): Promise<UnverifiedError> {
  const error: unknown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof UnverifiedError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

/** Changes a file of the first run's bag while something is done, and puts it back. */
async function whileChanged<T>(
  path: string,
  change: (text: string) => string | undefined,
  use: () => Promise<T>,
): Promise<T> {
  const file = join(
    bench.folder,
    'segment-evidence/v1',
    connection,
    runs[0]?.record.snapshotPath ?? '',
    path,
  );
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  rmSync(file);
  if (after !== undefined) writeFileSync(file, after);
  try {
    return await use();
  } finally {
    rmSync(file, { force: true });
    writeFileSync(file, before);
    chmodSync(file, 0o444);
  }
}

const USERS = 'data/resources/users.jsonl';

describe('a snapshot', () => {
  it('is the newest, or the one with the number asked for, and its manifest is the signed one', async () => {
    const newest = await read();
    const first = await read({ seq: 0 });

    expect(newest.manifest).toEqual(runs[1]?.record);
    expect(first.manifest).toEqual(runs[0]?.record);
    expect((await verify(openStore(bench.folder), { keys })).verdict).toBe('intact');
  });

  it('yields the records of each resource as they lie in its file', async () => {
    const snapshot = await read({ seq: 0 });

    expect((await all(snapshot, 'users')).length).toBeGreaterThan(1);
    for (const { name, records } of snapshot.manifest.resources) {
      expect(await all(snapshot, name)).toEqual(runs[0]?.lines(`data/resources/${name}.jsonl`));
      expect(records).not.toBeNull();
    }
  });

  it('never shows a gap as an empty list', async () => {
    const snapshot = await read();

    expect(snapshot.resource('users').outcome).not.toBe('complete');
    const error = await refused(all(snapshot, 'users'));
    expect(error).toMatchObject({ code: 'NO_EVIDENCE', exitCode: 7 });
    expect(error.message).toContain(`got ${snapshot.resource('users').outcome}: `);
    expect(() => snapshot.resource('no-such-thing')).toThrow(UnverifiedError);
  });
});

describe('what cannot be vouched for', () => {
  it.each([
    ['another number', { seq: 7 }, 'NO_EVIDENCE', 7],
    ['another connection', { connection: 'nobody' }, 'NO_EVIDENCE', 7],
    ['no key', { keys: [] }, 'NOT_VERIFIED', 7],
    ['a longer chain kept elsewhere', { receipts: ['longer'] }, 'NOT_VERIFIED', 6],
  ] as const)('is refused: %s', async (_what, request, code, exitCode) => {
    const receipts = 'receipts' in request ? { receipts: [receiptOfLonger()] } : {};

    expect(await refused(read({ ...request, ...receipts }))).toMatchObject({ code, exitCode });
  });

  it('is refused before a record is handed out, when one byte of the file is another', async () => {
    const changed = await whileChanged(
      USERS,
      (text) => text.replace('@', '%'),
      async () => {
        const snapshot = await read({ seq: 0 });
        const first = snapshot.records('users').next();
        return { users: await refused(first), sources: await all(snapshot, 'sources') };
      },
    );

    expect(changed.users).toMatchObject({ code: 'NOT_VERIFIED', exitCode: 6 });
    expect(changed.sources.length).toBeGreaterThan(0);
  });

  it.each([
    ['a file that is gone', USERS, () => undefined],
    ['a file that is longer', USERS, (text: string) => `${text}{}\n`],
    [
      'a manifest that says something else',
      'evidence-manifest.json',
      (text: string) => text.replace('complete', 'partial'),
    ],
  ])('is refused when it is opened: %s', async (_what, path, change) => {
    const error = await whileChanged(path, change, () => refused(read({ seq: 0 })));

    expect(error).toMatchObject({ code: 'NOT_VERIFIED', exitCode: 6 });
    expect(error.problems.length).toBeGreaterThan(0);
  });
});

/** The receipt of the newest run, as if there had been one run more. */
function receiptOfLonger(): string {
  const result = runs[1]?.result;
  return result?.kind === 'committed' ? result.receipt.replace(/size \d+/, 'size 9') : '';
}

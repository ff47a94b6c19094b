/**
 * Every way we know to tamper with evidence, and what `verify` says to it: exactly which failures, and
 * the exit code. The rows are in `verify/tampering/`, from bytes that anybody can change to lies that
 * only the key's holder can seal.
 */
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealedStore, type SealedStore } from './support/sealed-store.ts';
import { everyNth } from './support/tier.ts';
import { honestConfiguration } from './verify/tampering/configurations.ts';
import { continueHonestly } from './verify/tampering/continuations.ts';
import { attachTo } from './verify/tampering/manual.ts';
import { type TamperRow, verifySealed } from './verify/tampering/row.ts';
import { tamperRows } from './verify/tampering/rows.ts';
import { unreadableRows } from './verify/tampering/unreadable.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
});

afterEach(() => {
  store.dispose();
});

async function expectFound(
  { change, given, codes, exit, says }: TamperRow,
  as: typeof asOrdinaryUser = (verify) => verify(),
): Promise<void> {
  await change(store);

  const report = await as(() => verifySealed(store, given?.(store)));

  const messages = report.failures.map(({ code, message }) => `${code} ${message}`).join('\n');
  expect([...new Set(report.failures.map(({ code }) => code))].sort(), messages).toEqual(codes);
  expect(report.exitCode).toBe(exit);
  expect(messages).toMatch(says);
  expect(report.verdict).not.toBe('intact');
}

/** Root may read everything; nobody in particular may not. */
async function asOrdinaryUser<T>(verify: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return verify();
  chmodSync(store.root, 0o755);
  process.seteuid?.(65534);
  try {
    return await verify();
  } finally {
    process.seteuid?.(0);
  }
}

const titled = (rows: readonly TamperRow[]) => rows.map((row) => [row.name, row] as const);

describe('verify', () => {
  it('finds nothing wrong with the store before it is spoilt', async () => {
    const { verdict, exitCode, failures } = await verifySealed(store);

    expect({ verdict, exitCode, failures }).toEqual({ verdict: 'intact', exitCode: 0, failures: [] });
  });

  it('finds nothing wrong with a snapshot that has its configuration, beside those of before there was one', async () => {
    await honestConfiguration(store);

    expect((await verifySealed(store)).failures).toEqual([]);
  });

  it('finds nothing wrong with a second chain under a new key that is pinned too', async () => {
    await continueHonestly.change(store);

    const report = await verifySealed(store, continueHonestly.given());

    expect(report.failures).toEqual([]);
    expect(report.connections[0]?.chains.map(({ records }) => records)).toEqual([3, 1]);
  });

  it('finds nothing wrong with what was attached by hand, says that nobody signed it, and names what has no description', async () => {
    attachTo(store);
    store.write('manual/sso-enforcement/20261101T030005Z-0badcafe/file-0badcafe.pdf', 'cut short');
    store.write('manual/readme.txt', 'not ours');

    const { failures, exitCode, notes } = await verifySealed(store);

    expect([failures, exitCode]).toEqual([[], 0]);
    const own = notes.filter(({ where }) => where.includes('/manual/'));
    expect(
      own.map(({ kind, where, message }) => `${kind} ${where.replace(/^.*\/manual\//, '')}: ${message}`),
    ).toEqual([
      'not-looked-at readme.txt: not a file of the format',
      expect.stringMatching(/^not-looked-at sso-enforcement\/20261101.*: no description names this file/),
      expect.stringMatching(/^attached-by-hand : 1 file was attached by hand, .* no record signs that/),
    ]);
  });

  it.each(titled(everyNth(tamperRows, 5)))('finds %s', (_, row) => expectFound(row));

  it.each(titled(unreadableRows))('tells %s from what was tampered with', async (_, row) => {
    if (process.seteuid === undefined) {
      console.warn(`SKIPPED ${row.name}: this system has no file modes that lock a user out`);
      return;
    }
    await expectFound(row, asOrdinaryUser);
  });
});

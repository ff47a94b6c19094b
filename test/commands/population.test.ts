/** `population` as a command: instants, samples, statements, and what it ends with. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { populationDocument, populationSqlDocument } from '../../schemas/commands/population.ts';
import type { InProcessCli } from '../support/in-process-cli.ts';
import { type CollectedDays, collectDays } from './collected-days.ts';

let days: CollectedDays;
let cli: InProcessCli;

/** Complete on the 2nd, 3rd and 5th of November; a dead token on the 6th. */
beforeAll(async () => {
  days = await collectDays();
  cli = days.cli;
  days.goTo('2026-12-01T12:00:00.000Z');
});
afterAll(() => days.close());

const ask = (...args: readonly string[]) =>
  cli.run(['population', 'users', '--store', 'evidence', '--key', cli.publicKey, ...args]);
const askJson = async (...args: readonly string[]) => {
  const { code, stdout } = await ask(...args, '--json');
  const document = JSON.parse(stdout);
  return { code, document, issues: populationDocument.safeParse(document).error?.issues ?? [] };
};

describe('an instant', () => {
  it.each([
    ['a day with a run, which groups were not read in', '2026-11-03', 4, 1],
    ['a day that failed, by the newest before', '2026-11-06', 4, 2],
    ['a day between, by the newest before', '2026-11-04', 4, 1],
  ])('%s', async (_title, at, code, seq) => {
    const asked = await askJson('--at', at);

    expect(asked.issues).toEqual([]);
    expect([asked.code, asked.document.snapshot.seq]).toEqual([code, seq]);
  });

  it('a day that failed names the runs on both sides of it', async () => {
    const { document } = await askJson('--at', '2026-11-04');

    expect(document.later).toMatchObject({ seq: 2, startedAt: '2026-11-05T03:00:05.000Z' });
    expect(document.standing).toMatch(
      /^NOT COMPLETE: there is no snapshot of 2026-11-04; this is of 2026-11-03.*; the one after is of 2026-11-05/,
    );
  });

  it('before the first run is exit 7, and says which is the first', async () => {
    const { code, stderr } = await ask('--at', '2026-11-01');

    expect(code).toBe(7);
    expect(stderr).toContain('the first run of this connection started at 2026-11-02T03:00:05.000Z');
  });

  it.each([
    ['population users --at 2026-12-02', 2],
    ['population users --at 2026-12-01T12:00:01Z', 2],
    ['population users --at 2026-12-01', 4],
    ['review start --at 2026-12-02', 2],
    ['changes --from 2026-11-02 --to 2026-12-02', 2],
    ['changes --from 2026-12-02', 2],
    ['changes --from 2026-11-02 --to 2026-12-01', 4],
  ])('in the future is a slip of the pen; today is not: %s', async (command, code) => {
    const ran = await cli.run([...command.split(' '), '--store', 'evidence', '--key', cli.publicKey]);

    expect(ran.code).toBe(code);
    if (code !== 2) return;
    expect(ran.stderr).toContain('expected an instant before now, 2026-12-01T12:00:00.000Z');
    expect(ran.stderr).toContain('Name today, 2026-12-01, or an earlier day.');
  });
});

describe('a sample', () => {
  it('is what sha256sum and sort give', async () => {
    const { document: all } = await askJson('--at', '2026-11-03');
    const { document } = await askJson('--at', '2026-11-03', '--sample', '3', '--seed', 'q4 2026');

    const ids: readonly string[] = all.rows.map(({ id }: { readonly id: string }) => id);
    const byHand = ids
      .map((id) => [createHash('sha256').update(`q4 2026\n${id}`).digest('hex'), id])
      .sort()
      .slice(0, 3)
      .map(([, id]) => id);
    expect(document.rows.map(({ id }: { readonly id: string }) => id)).toEqual(byHand);
    expect(document).toMatchObject({ total: ids.length, sample: { n: 3, seed: 'q4 2026' } });
    expect(document.sample.recipe).toContain(`3 of ${ids.length}, drawn with seed "q4 2026"`);
  });

  it('says in its first line that it is one, also where it is not complete, and counts all in place of it', async () => {
    const { document } = await askJson('--at', '2026-11-03', '--sample', '3', '--seed', '1');
    const { total } = document;
    expect(document.standing).toMatch(/^NOT COMPLETE: /);
    expect(document.standing).toContain(
      `; a sample of 3 of the ${total} users that were read; of all ${total}: 4 owners`,
    );
  });

  it('of more than there are is all of them', async () => {
    const { document } = await askJson('--at', '2026-11-03', '--sample', '1000', '--seed', '1');

    expect(document.rows).toHaveLength(document.total);
  });

  it.each([
    [['--sample', '3']],
    [['--seed', '1']],
    [['--sample', '0', '--seed', '1']],
    [['--sample', '2.5', '--seed', '1']],
    [['--sample', '3', '--seed', '']],
    [['--sample', '3', '--seed', 'a\nb']],
  ])('%j is a usage error', async (args) => {
    expect(await ask(...args)).toMatchObject({ code: 2 });
  });
});

describe('--sql', () => {
  it('prints a statement with what it is of in comments', async () => {
    const { code, stdout } = await ask('--at', '2026-11-03', '--sql');

    expect(code).toBe(4);
    expect(stdout).toMatch(/^-- NOT COMPLETE: .*\n(-- .*\n)+WITH\n[\s\S]*;\n$/);
    expect(stdout).toContain("read_ndjson_objects('data/resources/users.jsonl')");
  });

  it('is one document with --json, and goes with no other format', async () => {
    const { stdout } = await ask('--sql', '--json');

    expect(populationSqlDocument.safeParse(JSON.parse(stdout)).error?.issues ?? []).toEqual([]);
    expect(await ask('--sql', '--format', 'csv')).toMatchObject({ code: 2 });
  });
});

describe('evidence that cannot be relied on', () => {
  it('is exit 6 under a key that did not sign it, as verify says, and 7 without one', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(join(cli.dir, 'other.pem'), publicKey.export({ type: 'spki', format: 'pem' }));

    const { code, stdout } = await cli.run([
      'population',
      'users',
      '--store',
      'evidence',
      '--key',
      'other.pem',
    ]);

    expect([code, stdout]).toEqual([6, '']);
    expect(await cli.run(['population', 'users', '--store', 'evidence'])).toMatchObject({ code: 7 });
  });

  it.each(['users', 'workspace'])(
    'is exit 6, and not one row of %s, where a byte was changed',
    async (name) => {
      const { document } = await askJson('--at', '2026-11-03');
      const folder = join(cli.store, 'segment-evidence/v1/acme', document.snapshot.snapshotPath);
      const file = join(folder, `data/resources/${name}.jsonl`);
      const bytes = readFileSync(file);
      chmodSync(file, 0o644);
      writeFileSync(file, bytes.toString('utf8').replace('"name":"', '"name":"X'));

      const place = ['--store', 'evidence', '--key', cli.publicKey, '--format', 'csv'];
      const { code, stdout } = await cli.run(['population', name, '--at', '2026-11-03', ...place]);

      writeFileSync(file, bytes);
      expect([code, stdout]).toEqual([6, '']);
    },
  );
});

/** `export` over sealed stores: verified bytes alone, of a period or the newest run, and what is missing is said. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/evidence/canonical.ts';
import { runInside, steady } from '../support/inside.ts';
import { createSealedStore, PUBLIC_KEY_PEM, type SealedStore } from '../support/sealed-store.ts';

let store: SealedStore;
afterEach(() => store.dispose());

function arrange(folder?: string): void {
  store = createSealedStore(folder);
  writeFileSync(join(store.root, 'key.pem'), PUBLIC_KEY_PEM);
}

const GOLDEN = join(import.meta.dirname, '../golden/store');
const PERIOD = ['--from', '2026-11-22', '--to', '2026-11-23'];

const run = (...args: readonly string[]) =>
  runInside(['export', ...args, '--store', store.root, '--key', 'key.pem'], {
    dir: store.root,
    surroundings: steady({ now: () => new Date('2026-11-25T12:00:00.000Z') }),
  });

describe('an export of runs', () => {
  it('of a period that is covered has a result for each, and ends with 0', async () => {
    arrange(GOLDEN);

    const { code, stdout } = await run('golden', ...PERIOD, '--format', 'oscal');

    const { results, metadata } = JSON.parse(stdout)['assessment-results'];
    expect([code, results.length]).toEqual([0, 2]);
    expect(metadata.remarks).toMatch(/^COMPLETE: what checks answered in 2 runs: 4 pass, 0 fail/);
    // Golden runs are of the simulator, and nobody takes them for another.
    expect(results[0]['local-definitions'].components[0].description).toContain('not from Segment');
  });

  it('is written into a file with its digest, and --json says what is in it', async () => {
    arrange(GOLDEN);

    const { code, stdout } = await run(...PERIOD, '--format', 'ocsf', '--out', 'f.jsonl', '--json');

    const said = JSON.parse(stdout);
    const written = readFileSync(join(store.root, 'f.jsonl'), 'utf8');
    expect([code, said.sha256, said.snapshots.length]).toEqual([0, sha256(written), 2]);
    const lines = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(lines[0].metadata.labels).toEqual(['Read from simulator 127.0.0.1:4010, not from Segment']);
  });

  it.each(['oscal', 'ocsf'])('takes the place of an earlier one: %s', async (format) => {
    arrange(GOLDEN);
    const ask = () => run(...PERIOD, '--format', format, '--out', 'again');

    expect([(await ask()).code, (await ask()).code]).toEqual([0, 0]);
  });

  it('of the newest run, which failed, ends with 4 and says so', async () => {
    arrange(GOLDEN);

    const { code, stdout } = await run('--format', 'oscal');

    const { results, metadata } = JSON.parse(stdout)['assessment-results'];
    expect([code, results.length]).toEqual([4, 1]);
    expect(metadata.remarks).toContain(
      'NOT COMPLETE: the newest run, of 2026-11-25T03:00:04.000Z, is failed',
    );
    expect(results[0].findings).toBeUndefined();
  });

  it('of days on which nobody ran says so first, and ends with 4', async () => {
    arrange(GOLDEN);

    const { code, stdout } = await run('--from', '2026-11-01', '--to', '2026-11-23', '--format', 'ocsf');

    const [first] = stdout.split('\n').map((line) => (line === '' ? {} : JSON.parse(line)));
    expect(code).toBe(4);
    expect(first).toMatchObject({
      message: expect.stringContaining('nothing covers 2026-11-01'),
      severity_id: 0,
    });
  });

  it('that have no answers of checks has findings that nobody can tell, and ends with 4', async () => {
    arrange();

    const { code, stdout } = await run('--format', 'ocsf', '--from', '2026-11-22', '--to', '2026-11-22');

    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(4);
    expect(new Set(lines.map(({ compliance }) => compliance.status_id))).toEqual(new Set([0]));
    expect(stdout).toContain('no check was asked in it');
  });
});

describe('an export is refused', () => {
  it('where answers are not those that were signed: 6, and nothing is written', async () => {
    arrange(GOLDEN);
    store.replace(`${store.bag(1)}/data/checks/results.json`, '"outcome":"pass"', '"outcome":"fail"');

    const { code, stdout } = await run(...PERIOD, '--format', 'oscal');

    expect([code, stdout]).toEqual([6, '']);
  });

  it.each([
    ['of a time without a run', 7, ['--format', 'oscal', '--from', '2026-11-01', '--to', '2026-11-02']],
    ['without a format', 2, []],
    ['as a package, which this version has not', 2, ['--format', 'bag']],
    ['as a document beside another on stdout', 2, ['--format', 'oscal', '--json']],
    ['of two connections', 2, ['golden', '--connection', 'other', '--format', 'oscal']],
    ['of a connection that there is not', 2, ['other', '--format', 'oscal']],
    ['of a time to come', 2, ['--format', 'oscal', '--to', '2027-01-01', '--from', '2026-12-01']],
    [
      'of a period that ends before it starts',
      2,
      ['--format', 'oscal', '--from', '2026-11-23', '--to', '2026-11-22'],
    ],
  ])('%s: %i', async (_title, expected, args) => {
    arrange(GOLDEN);

    const { code, stderr } = await run(...args);

    expect(code).toBe(expected);
    expect(stderr + String(code)).toMatch(/: expected .*, got |^2$/);
  });
});

/** Outputs as the command line gives them: which format, into which file, and never a workbook to a terminal. */
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER_FORMATS } from '../../../src/commands/answer-formats.ts';
import { realSurroundings } from '../../../src/deps.ts';
import { sha256 } from '../../../src/evidence/canonical.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../../support/in-process-cli.ts';
import { runInside } from '../../support/inside.ts';

let cli: InProcessCli;
let stop: () => Promise<void>;

beforeAll(async () => {
  const clock = createStillClock();
  const simulator = await startSimulator({ now: clock.now });
  stop = simulator.close;
  cli = await createInProcessCli({
    url: simulator.url,
    token: simulator.tokens.owner,
    clock,
    reads: ['audit-events'],
  });
  await cli.run(['collect']);
});

afterAll(async () => {
  cli.remove();
  await stop();
});

it('writes a workbook where the file ends in xlsx, prints its digest, and gives the same bytes again', async () => {
  const { code, stdout } = await cli.run(['population', 'groups', '--out', 'groups.xlsx']);
  const again = await cli.run(['population', 'groups', '--format', 'xlsx', '--out', 'again.xlsx']);

  const bytes = readFileSync(join(cli.dir, 'groups.xlsx'));
  expect(code).toBe(0);
  expect(stdout).toContain(`sha256:${sha256(bytes)}`);
  expect(readFileSync(join(cli.dir, 'again.xlsx')).equals(bytes)).toBe(true);
  expect(again.stdout.split('\n')[0]).toBe((await readXlsx(bytes)).sheets[0]?.rows[0]?.[0]);
});

it('says where to put a workbook that would go to a terminal, before anything is read', async () => {
  const { code, stderr } = await runInside(
    ['population', 'users', '--format', 'xlsx', '--store', './nothing'],
    {
      dir: cli.dir,
      surroundings: realSurroundings({}, new AbortController().signal),
      isTerminal: true,
    },
  );

  expect(code).toBe(2);
  expect(stderr).toContain('expected a file, got a terminal');
  expect(stderr).toContain('--out');
});

it('leaves no file where the answer cannot be had', async () => {
  const { code } = await cli.run(['population', 'warehouses', '--at', '2020-01-01', '--out', 'none.xlsx']);

  expect(code).toBe(7);
  expect(existsSync(join(cli.dir, 'none.xlsx'))).toBe(false);
});

describe('a file that is not to be replaced', () => {
  const record = () =>
    join(
      cli.store,
      'segment-evidence/v1/acme/chain/001',
      readdirSync(join(cli.store, 'segment-evidence/v1/acme/chain/001'))[0] ?? '',
    );

  const rows = [
    { title: 'sealed evidence', place: record, found: 'a place in a store' },
    { title: 'a device', place: () => '/dev/null', found: 'something that is not a regular file' },
    { title: 'a public key', place: () => cli.publicKey, found: 'a file that is no answer of this program' },
    {
      title: 'the configuration',
      place: () => join(cli.dir, 'evidence.config.yaml'),
      found: 'a file that is no answer of this program',
    },
    {
      title: 'a file that may only be read',
      place: () => join(cli.dir, 'read-only.csv'),
      found: 'a file that may only be read',
    },
  ];

  it.each(rows)('is left as it is: $title', async ({ place, found }) => {
    writeFileSync(join(cli.dir, 'read-only.csv'), 'mine', { mode: 0o444, flag: 'a' });
    const file = place();
    const before = lstatSync(file);

    const { code, stderr } = await cli.run(['population', 'groups', '--format', 'csv', '--out', file]);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`got ${found}`)]);
    expect([lstatSync(file).ino, lstatSync(file).size]).toEqual([before.ino, before.size]);
  });
});

it.each(ANSWER_FORMATS)('replaces an earlier answer: %s', async (format) => {
  const ask = () => cli.run(['population', 'groups', '--format', format, '--out', 'replaced']);
  writeFileSync(join(cli.dir, 'replaced'), '');

  expect([(await ask()).code, (await ask()).code]).toEqual([0, 0]);
});

it('writes no rows to decide on over a file that is there', async () => {
  writeFileSync(join(cli.dir, 'decided.csv'), 'COMPLETE: and decided');

  const { code, stderr } = await cli.run(['review', 'start', '--out', 'decided.csv']);

  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('got one that is there, and may hold decisions'),
  ]);
  expect(readFileSync(join(cli.dir, 'decided.csv'), 'utf8')).toBe('COMPLETE: and decided');
});

it('takes no day that there is not for another one, also with a time', async () => {
  const { code, stderr } = await cli.run(['population', 'users', '--at', '2026-02-30T12:00:00Z']);

  expect([code, stderr]).toEqual([2, expect.stringContaining('expected a day or an instant')]);
});

it('says of what is read by time which time it is of', async () => {
  const { stdout } = await cli.run(['population', 'audit-events']);

  expect(stdout.split('\n\n')[0]?.replaceAll('\n', ' ')).toMatch(
    /; of \S+Z to \S+Z alone, the time that this run asked about/,
  );
});

it('says first what the newest run could not read, although an older one of that day has it', async () => {
  const { code: collected } = await cli.run(['collect', '--force'], { SEGMENT_TOKEN: '' });
  const { code, stdout } = await cli.run(['population', 'groups', '--format', 'csv']);

  expect([collected, code]).toEqual([4, 4]);
  expect(stdout.split('\n')[0]).toMatch(
    /^NOT COMPLETE: a newer run, record 1 .* could not read it whole: groups denied/,
  );
});

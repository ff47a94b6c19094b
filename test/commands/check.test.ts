/** `check`: the answers of a sealed run, made again from its bytes alone, by whoever has the public key. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDocument, checkFrameworkDocument } from '../../schemas/commands/check.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import { readFolder } from '../support/folder.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const HOUR_MS = 3_600_000;

let clock: ReturnType<typeof createStillClock>;
let simulator: Simulator;
let cli: InProcessCli;

beforeEach(async () => {
  clock = createStillClock('2026-11-20T03:00:05.000Z');
  simulator = await startSimulator({ size: FEW, now: clock.now, sleep: clock.sleep });
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
});
afterEach(async () => {
  cli.remove();
  await simulator.close();
});

/** Gives all sources one write key, which is critical. */
function share(): void {
  for (const source of simulator.world.sources)
    (source as { writeKeys: string[] }).writeKeys = ['one-key-for-tests'];
}

async function check(...args: readonly string[]) {
  const { code, stdout } = await cli.run(['check', ...args, '--json']);
  return { code, document: checkDocument.parse(JSON.parse(stdout)) };
}

const outcomeOf = ({ results }: Awaited<ReturnType<typeof check>>['document'], id: string) =>
  results.find(({ checkId }) => checkId === id)?.outcome;

describe('check', () => {
  it('gives the bytes that were sealed, of each run, also of one whose checks failed since', async () => {
    await cli.run(['collect']);
    share();
    clock.advance(HOUR_MS);
    await cli.run(['collect']);

    const [newest, first] = [await check(), await check('0')];

    expect([newest, first].map(({ document }) => document.reproduced)).toEqual([
      { kind: 'equal' },
      { kind: 'equal' },
    ]);
    expect([outcomeOf(newest.document, 'SRC-04'), outcomeOf(first.document, 'SRC-04')]).toEqual([
      'fail',
      'pass',
    ]);
    expect(newest.document.results[0]?.outcome).toBe('fail');
  });

  it('stores nothing, asks nobody, and needs a public key alone', async () => {
    await cli.run(['collect']);
    const before = [...readFolder(cli.store).keys()];
    await simulator.close();

    const { code, stdout } = await cli.run(['check', '--store', cli.store, '--key', cli.publicKey]);

    expect([0, 4]).toContain(code);
    expect(stdout).toMatch(/^(NOT )?COMPLETE: /);
    expect([...readFolder(cli.store).keys()]).toEqual(before);
  });

  it('ends with 1 for --fail-on alone', async () => {
    share();
    await cli.run(['collect']);

    const [plain, failing] = [await check(), await check('--fail-on', 'critical')];

    expect(plain.code).not.toBe(1);
    expect(failing.code).toBe(plain.code === 4 ? 4 : 1);
  });

  it('says of a fail that somebody has accepted by whom, until when and why, and counts it apart', async () => {
    share();
    const waiver = {
      check: 'SRC-04',
      approverRole: 'CISO',
      reason: 'Until the move.',
      ticket: 'SEC-104',
      expires: '2026-12-31',
    };
    cli.writeConfig({ policy: { waivers: [waiver] } });
    await cli.run(['collect']);

    const { stdout } = await cli.run(['check']);
    const csv = await cli.run(['check', '--format', 'csv']);

    expect(stdout.split('\n')[0]).toMatch(/\d+ fail \(1 of them accepted\)/);
    expect(stdout).toMatch(/SRC-04 +fail, accepted +critical/);
    expect(csv.stdout).toContain(
      '"Accepted, and still a fail: until 2026-12-31, by CISO (SEC-104): Until the move."',
    );
  });

  it('refuses bytes that are not those that were signed', async () => {
    await cli.run(['collect']);
    const [file = ''] = [...readFolder(cli.store).keys()].filter((path) =>
      path.endsWith('resources/sources.jsonl'),
    );
    const path = join(cli.store, file);
    chmodSync(path, 0o644);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"enabled":true', '"enabled":false'));

    expect((await cli.run(['check'])).code).toBe(6);
    expect((await cli.run(['check', '41'])).code).toBe(2);
  });

  it('shows the requirements of one framework: what fails, and what no check can say', async () => {
    share();
    await cli.run(['collect']);

    const { stdout } = await cli.run(['check', '--framework', 'soc2', '--json']);
    const { requirements, manual } = checkFrameworkDocument.parse(JSON.parse(stdout));
    const access = requirements.find(({ control }) => control === 'CC6.1');

    expect(access).toMatchObject({ standing: 'does not hold' });
    expect(access?.checks.map(({ checkId, outcome }) => `${checkId} ${outcome}`)).toContain('SRC-04 fail');
    const byHand = requirements.filter(({ checks }) => checks.length === 0);
    expect(byHand.map(({ control, standing }) => `${control}: ${standing}`)).toEqual([
      'C1.2: file missing',
      'P4.2: file missing',
    ]);
    expect(manual.slots.length).toBeGreaterThan(12);
    expect(manual.slots.every(({ state }) => state === 'empty')).toBe(true);
    expect(stdout).not.toMatch(/satisf/i);
  });
});

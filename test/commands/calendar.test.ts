/** `status --from --to`: whether a period is covered, from the evidence and the public key alone. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { calendarDocument } from '../../schemas/commands/calendar.ts';
import type { InProcessCli } from '../support/in-process-cli.ts';
import { type CollectedDays, collectDays } from './collected-days.ts';

let days: CollectedDays;
let cli: InProcessCli;

/** Nobody has the private key, nor the configuration, any more. */
beforeAll(async () => {
  days = await collectDays();
  cli = days.cli;
  days.goTo('2026-12-01T00:00:00.000Z');
  rmSync(join(cli.dir, 'keys/signing-key.pem'));
  rmSync(join(cli.dir, 'evidence.config.yaml'));
});
afterAll(() => days.close());

const ask = (from: string, to: string, ...rest: readonly string[]) =>
  cli.run(['status', '--from', from, '--to', to, '--store', 'evidence', '--key', cli.publicKey, ...rest]);

it('a covered period ends 0', async () => {
  const { code, stdout } = await ask('2026-11-02', '2026-11-03');

  expect([code, stdout.split('\n')[0]]).toEqual([0, 'acme: covered']);
});

it('names each slot that was due with its record, and the days that nothing covers', async () => {
  const { code, stdout } = await ask('2026-11-01', '2026-11-07', '--json');

  const document = JSON.parse(stdout);
  expect(calendarDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  expect(code).toBe(4);
  const slot = (day: number) => `2026-11-0${day}T03:00:00.000Z`;
  expect(document.connections).toEqual([
    {
      connection: 'acme',
      exitCode: 4,
      slots: [
        { slot: slot(2), state: 'complete', seq: 0, reasons: [] },
        { slot: slot(3), state: 'complete', seq: 1, reasons: [] },
        { slot: slot(4), state: 'missing', reasons: [] },
        { slot: slot(5), state: 'complete', seq: 2, reasons: [] },
        { slot: slot(6), state: 'failed', seq: 3, reasons: ['token-refused'] },
        { slot: slot(7), state: 'missing', reasons: [] },
      ],
      uncovered: [
        { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
        { from: '2026-11-07T00:00:00.000Z', to: '2026-11-07T23:59:59.999Z' },
      ],
    },
  ]);
});

it('is not covered where nothing was due and nothing came', async () => {
  const { code, stdout } = await ask('2025-11-02', '2025-11-03');

  expect(code).toBe(4);
  expect(stdout).toContain('uncovered   2025-11-02T00:00:00.000Z to 2025-11-03T23:59:59.999Z');
});

it('asks for both ends of a period', async () => {
  expect(await cli.run(['status', '--from', '2026-11-02'])).toMatchObject({ code: 2 });
});

it('cannot be judged without a key, nor where a record was changed', async () => {
  const none = await cli.run(['status', '--from', '2026-11-02', '--to', '2026-11-03', '--store', 'evidence']);
  writeFileSync(join(cli.store, 'segment-evidence/v1/acme/chain/001/extra'), 'x');

  const changed = await ask('2026-11-02', '2026-11-03');

  expect([none.code, changed.code]).toEqual([7, 6]);
  expect(changed.stdout).toContain('acme: coverage unknown');
});

/** `status --from --to`: whether a period is covered, from the evidence and the public key alone. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
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
  days.goTo('2026-11-08T12:00:00.000Z');
  await cli.run(['collect']);
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
        {
          slot: slot(4),
          state: 'missing',
          reasons: [
            'named as missed by record 2',
            'no run between 2026-11-03T03:00:05.000Z and 2026-11-05T03:00:05.000Z',
          ],
        },
        { slot: slot(5), state: 'complete', seq: 2, reasons: [] },
        { slot: slot(6), state: 'failed', seq: 3, reasons: ['token-refused'] },
        {
          slot: slot(7),
          state: 'missing',
          reasons: [
            'named as missed by record 4',
            'no run between 2026-11-06T03:00:05.000Z and 2026-11-08T12:00:00.000Z',
          ],
        },
      ],
      uncovered: [
        { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
        { from: '2026-11-07T00:00:00.000Z', to: '2026-11-07T23:59:59.999Z' },
      ],
      offSchedule: [],
    },
  ]);
});

const OFF = {
  seq: 4,
  slot: '2026-11-08T12:00:00.000Z',
  startedAt: '2026-11-08T12:00:00.000Z',
  state: 'failed',
  trigger: 'manual',
  reasons: ['token-refused'],
};

it('names a run by hand, which fills no slot, on the screen and in JSON', async () => {
  const { stdout } = await ask('2026-11-08', '2026-11-08');
  const { connections } = JSON.parse((await ask('2026-11-08', '2026-11-08', '--json')).stdout);

  expect(stdout).toContain(
    '  2026-11-08T12:00:00.000Z  off the schedule, manual: failed (record 4): token-refused\n',
  );
  expect(connections[0].offSchedule).toEqual([OFF]);
});

it('writes the calendar into a file, the same in every format', async () => {
  const written = async (name: string) => {
    const { code } = await ask('2026-11-02', '2026-11-08', '--out', name);
    return { code, bytes: readFileSync(join(cli.dir, name)) };
  };
  const csv = await written('calendar.csv');
  const json = await written('calendar.json');
  const xlsx = await written('calendar.xlsx');

  const [first, header, ...lines] = csv.bytes.toString().trimEnd().split('\r\n');
  const document = JSON.parse(json.bytes.toString());
  const { sheets } = await readXlsx(xlsx.bytes);
  expect([csv.code, json.code, xlsx.code]).toEqual([4, 4, 4]);
  expect(first).toMatch(/^NOT COMPLETE: acme: 1 failed; acme: 3 missing; acme: nothing covers 2026-11-07/);
  expect(header).toBe('connection,slot,due,state,record,trigger,reasons');
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toBe('acme,2026-11-08T12:00:00.000Z,false,failed,4,manual,token-refused');
  expect(calendarDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  expect(document.standing).toBe(first);
  expect(document.connections[0].slots).toHaveLength(7);
  expect(document.connections[0].offSchedule).toEqual([OFF]);
  expect(sheets.map(({ name }) => name)).toEqual(['Cover', 'calendar', 'not covered']);
  expect(sheets[1]?.rows).toHaveLength(9);
});

it.each([
  ['a file without a period', ['--out', 'calendar.csv']],
  ['a table without a period', ['--format', 'table']],
])('refuses %s', async (_, args) => {
  expect(await cli.run(['status', ...args])).toMatchObject({ code: 2 });
});

it('is not covered where nothing was due and nothing came', async () => {
  const { code, stdout } = await ask('2025-11-02', '2025-11-03');

  expect(code).toBe(4);
  expect(stdout).toContain('uncovered   2025-11-02T00:00:00.000Z to 2025-11-03T23:59:59.999Z');
});

it('refuses a day to come, of which nobody knows', async () => {
  const { code, stderr } = await ask('2026-11-02', '2026-12-31');

  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/--to: expected an instant before now.*got 2026-12-31/),
  ]);
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

/** Connections with stores, signing keys, fingerprint keys and schedules of their own, one of whose stores is down. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { lookAtKeys } from '../../src/commands/usable-keys.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
const clock = createStillClock('2026-11-22T03:00:10.000Z');
const [OWN, DOWN, KEYLESS, PLAIN] = ['a-own', 'b-down', 'c-keyless', 'd-plain'] as const;
let simulator: Simulator;
let cli: InProcessCli;

beforeAll(async () => {
  simulator = await startSimulator({ now: clock.now });
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  const connect = (name: string, more: object = {}) => ({
    ...{ name, region: 'us', token: 'env:SEGMENT_TOKEN', baseUrl: simulator.url, schedule: '0 3 * * *' },
    collect: { exclude },
    ...more,
  });
  await cli.run(['keygen', '--out', 'own.pem']);
  await cli.run(['keygen', '--out', 'gone.pem']);
  cli.writeConfig({
    connections: [
      connect(OWN, {
        store: './own',
        signing: { key: 'file:./own.pem' },
        fingerprintKey: 'env:OWN_FINGERPRINT',
      }),
      connect(DOWN, { store: './down' }),
      connect(KEYLESS, { signing: { key: 'file:./gone.pem' } }),
      connect(PLAIN),
    ],
  });
  expect(await cli.run(['collect', '--slot', '2026-11-22T03:00:00Z'], ENV)).toMatchObject({ code: 0 });
  rmSync(join(cli.dir, 'down'), { recursive: true });
  writeFileSync(join(cli.dir, 'down'), 'a file where the store was');
  rmSync(join(cli.dir, 'gone.pem'));
  clock.advance(24 * 60 * 60 * 1000);
});
afterAll(async () => {
  cli.remove();
  await simulator.close();
});

const ENV = { OWN_FINGERPRINT: 'another fingerprint key, long enough' };

/** Of each command: how each connection ends, and how it ends itself. */
type Endings = (document: never) => readonly (readonly [string, number | string])[];
const COMMANDS: readonly (readonly [string, readonly string[], Endings])[] = [
  [
    'status',
    ['status'],
    ({ connections }: { connections: { connection: string; exitCode: number }[] }) =>
      connections.map(({ connection, exitCode }) => [connection, exitCode]),
  ],
  [
    'collect',
    ['collect', '--only', 'workspace'],
    ({ runs }: { runs: { connection: string; exitCode: number }[] }) =>
      runs.map(({ connection, exitCode }) => [connection, exitCode === 4 ? 0 : exitCode]),
  ],
  [
    'schedule --once',
    ['schedule', '--once'],
    ({ runs }: { runs: { connection: string; exitCode: number }[] }) =>
      runs.map(({ connection, exitCode }) => [connection, exitCode]),
  ],
  [
    'test',
    ['test'],
    ({ connections }: { connections: { connection: string; steps: { exitCode: number }[] }[] }) =>
      connections.map(({ connection, steps }) => [
        connection,
        Math.max(...steps.map(({ exitCode }) => exitCode)),
      ]),
  ],
];

it.each(COMMANDS)(
  '%s tells of each by itself, and ends as the worst of them',
  async (_title, args, endings) => {
    const { code, stdout } = await cli.run([...args, '--json'], ENV);

    expect(code).toBe(5);
    expect(endings(JSON.parse(stdout) as never)).toEqual([
      [OWN, 0],
      [DOWN, 5],
      [KEYLESS, 5],
      [PLAIN, 0],
    ]);
  },
);

it('doctor tells of each store by itself', async () => {
  const { code, stdout } = await cli.run(['doctor', '--json'], ENV);
  const stores = JSON.parse(stdout).stores as { connections: string[]; exitCode: number }[];

  expect(code).toBe(5);
  expect(stores.map(({ connections, exitCode }) => [connections, exitCode])).toEqual([
    [[OWN], 0],
    [[DOWN], 5],
    [[KEYLESS, PLAIN], 0],
  ]);
});

it('verify judges the others where one has no key that can be asked, and says whose evidence nobody judged', async () => {
  const { code, stdout } = await cli.run(['verify', '--json'], ENV);
  const stores = JSON.parse(stdout).stores as {
    location: string;
    exitCode: number;
    failures: { code: string }[];
    connections: { connection: string }[];
  }[];

  expect(code).toBe(5);
  expect(stores.map(({ exitCode }) => exitCode)).toEqual([0, 5, 7]);
  expect(stores[0]?.connections[0]).toMatchObject({ connection: OWN, statuses: { failed: 0 } });
  expect(stores[2]?.failures).toEqual([
    expect.objectContaining({ code: 'KEY_NOT_PINNED', where: `segment-evidence/v1/${KEYLESS}` }),
  ]);
  expect(stores[2]?.connections.map(({ connection }) => connection)).toEqual([KEYLESS, PLAIN]);
});

it('schedule begins although one key cannot be used, and not when none can', async () => {
  const config = await loadConfig({ file: join(cli.dir, 'evidence.config.yaml'), env: {}, cwd: cli.dir });
  const logged: object[] = [];
  const log = { error: (fields: object) => void logged.push(fields) };

  await lookAtKeys(config.connections, {}, log);

  expect(logged).toEqual([expect.objectContaining({ connections: [KEYLESS], code: 'KEY_UNUSABLE' })]);
  const keyless = config.connections.filter(({ name }) => name === KEYLESS);
  await expect(lookAtKeys(keyless, {}, log)).rejects.toThrow('read signing key: ');
});

it('status as metrics has the series of the schedule process, and says which chain could not be read', async () => {
  const { code, stdout } = await cli.run(['status', '--format', 'metrics'], ENV);
  const value = (name: string, connection: string) =>
    new RegExp(`^segment_evidence_${name}\\{connection="${connection}".*\\} (.*)$`, 'm').exec(stdout)?.[1];

  expect(code).toBe(5);
  expect([OWN, DOWN, KEYLESS, PLAIN].map((name) => value('readable', name))).toEqual(['1', '0', '0', '1']);
  expect([value('overdue', OWN), value('overdue', DOWN)]).toEqual(['0', undefined]);
  expect(value('last_run_timestamp_seconds', PLAIN)).toMatch(/^\d+/);
  // Nobody here runs it: that is not the same as that it is not running.
  expect(stdout).not.toContain('segment_evidence_collecting');
  expect((await cli.run(['status', '--format', 'metrics', '--alert'], ENV)).code).toBe(2);
});

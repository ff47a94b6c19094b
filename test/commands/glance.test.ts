/** Ten connections, three of them in trouble: what the first screen of each command says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import type { RanInProcess } from '../support/inside.ts';

const READ = ['workspace', 'users', 'warehouses'];
const exclude = resources.map(({ name }) => name).filter((name) => !READ.includes(name));
const NAMES = Array.from({ length: 10 }, (_, index) => `acme-${String(index + 1).padStart(2, '0')}`);
const [REVOKED, WRONG, FILTERED] = ['acme-04', 'acme-06', 'acme-09'] as const;

const clock = createStillClock('2026-11-22T03:00:00.000Z');
const simulators: Simulator[] = [];
let cli: InProcessCli;
const ran = new Map<string, RanInProcess>();

async function simulate(seed?: number): Promise<Simulator> {
  const simulator = await startSimulator({
    now: clock.now,
    size: FEW,
    ...(seed === undefined ? {} : { seed }),
  });
  simulators.push(simulator);
  return simulator;
}

/** Screens of 100 columns, from the table on. */
const screen = (command: string) => {
  const lines = (ran.get(command)?.stdout ?? '').trimEnd().split('\n');
  return command === 'status' ? lines.slice(1) : lines;
};

beforeAll(async () => {
  const [good, other, filtered] = [await simulate(), await simulate(2), await simulate()];
  const connect = (name: string, { url, tokens }: Simulator, token: string = tokens.owner) => ({
    name,
    region: 'us',
    token: `env:${token === tokens.owner ? 'SEGMENT_TOKEN' : 'REVOKED'}`,
    baseUrl: url,
    requestsPerMinute: 10_000,
    schedule: '0 3 * * *',
    collect: { exclude },
  });
  cli = await createInProcessCli({ url: good.url, token: good.tokens.owner, clock, reads: READ });
  const env = { REVOKED: good.tokens.revoked, OTHER: other.tokens.owner };
  const usual = NAMES.map((name) => connect(name, name === FILTERED ? filtered : good));
  cli.writeConfig({ connections: usual });
  await cli.run(['collect', REVOKED, WRONG, FILTERED, '--slot', '2026-11-22T03:00:00Z'], env);
  clock.advance(24 * 60 * 60 * 1000);
  const troubled = usual.map((each) => {
    if (each.name === REVOKED) return { ...each, token: 'env:REVOKED' };
    return each.name === WRONG ? { ...each, token: 'env:OTHER', baseUrl: other.url } : each;
  });
  cli.writeConfig({ connections: troubled });
  filtered.addFault({ match: { path: '/warehouses' }, effect: { kind: 'empty-list' } });
  for (const command of ['collect', 'test', 'status', 'verify']) {
    const slot = command === 'collect' ? ['--slot', '2026-11-23T03:00:00Z'] : [];
    ran.set(command, await cli.run([command, ...slot], env));
  }
});
afterAll(async () => {
  cli.remove();
  for (const simulator of simulators) await simulator.close();
});

const COMMANDS = ['collect', 'test', 'status', 'verify'] as const;
/** Names in the order of the table. */
const order = (command: string) =>
  screen(command)
    .slice(1, 11)
    .map((line) => line.split(' ')[0]);
const rowOf = (command: string, name: string) =>
  screen(command)
    .slice(1, 11)
    .find((line) => line.startsWith(name));

describe.each(COMMANDS)('%s of ten connections', (command) => {
  it('fits a screen: a line for each, then what needs somebody', () => {
    const lines = screen(command);

    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines[0]).toMatch(/^CONNECTION +[A-Z]/);
    expect([...order(command)].sort()).toEqual(NAMES);
    expect(lines[11]).toBe('');
    expect(lines.at(-1)).toBe('Everything else: --verbose, or the name of a connection.');
  });

  it('has those in trouble at the top', () => {
    const troubled = command === 'test' ? [REVOKED, WRONG] : [REVOKED, WRONG, FILTERED];

    expect(order(command).slice(0, troubled.length)).toEqual(troubled);
  });
});

describe('what needs somebody', () => {
  it('is what each connection in trouble has, and nothing of the others', () => {
    expect([ran.get('collect')?.code, ran.get('test')?.code, ran.get('status')?.code]).toEqual([3, 3, 4]);
    for (const command of ['collect', 'status']) {
      const said = screen(command).slice(12).join(' ').replace(/ +/g, ' ');
      expect(said).toContain(`${REVOKED}: critical: token-refused: `);
      expect(said).toContain(`${WRONG}: critical: wrong-workspace: `);
      expect(said).toContain(`${FILTERED}: high: collection-incomplete: warehouses is partial: `);
      expect(said).not.toContain('acme-01');
    }
    expect(screen('test').join('\n')).toContain(`${WRONG}: identity: the token belongs to workspace `);
  });

  it('is not covered by another workspace: its run counts for nothing', () => {
    expect(rowOf('status', WRONG)).toContain('2026-11-22T03:00Z');
    expect(screen('status').join('\n')).toContain(`${WRONG}: 1 run of another workspace counts for nothing.`);
  });

  it('is followed by the rest with --verbose', async () => {
    const { stdout } = await cli.run(['status', '--verbose']);

    expect(stdout.startsWith(ran.get('status')?.stdout.split('\n').slice(0, 12).join('\n') ?? '-')).toBe(
      true,
    );
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^${name}: `, 'm'));
  });
});

it('a connection by itself has its last good evidence in one line where all agree', async () => {
  const { stdout } = await cli.run(['status', 'acme-01']);

  expect(stdout).toContain('last good   2026-11-23T03:00:00.000Z  all 3 resources');
  expect(stdout).not.toContain('CONNECTION');
});

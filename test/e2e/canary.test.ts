/** What became of a test message: each finding, by the real command against the simulator, on a clock that stands still. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Canary, canaryDocument } from '../../schemas/commands/canary.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from '../support/in-process-cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { sourceFiles } from '../support/source-tree.ts';

const SECRET = `whsec_${Buffer.from('a signing secret for tests only, 32+').toString('base64')}`;
/** Minutes that a canary looks for its message. */
const WAIT = 4;

let clock: StillClock;
let us: Simulator;
let eu: Simulator;
let cli: InProcessCli;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  clock = createStillClock('2026-11-22T03:00:20.000Z');
  us = await startSimulator({ now: clock.now });
  eu = await startSimulator({ now: clock.now, seed: 2 });
  cli = await createInProcessCli({ url: us.url, token: us.tokens.owner, clock });
  configure();
});
afterEach(async () => {
  cli.remove();
  await us.close();
  await eu.close();
});

type Settings = Readonly<Record<string, unknown>>;

/** `events` sends to the US workspace, which `acme` reads; `acme-eu` reads the other one. */
function configure(events: Settings = {}, acme: Settings = {}): void {
  const reader = { region: 'us', token: 'env:SEGMENT_TOKEN', baseUrl: us.url, requestsPerMinute: 10_000 };
  cli.writeConfig({
    alerts: [{ channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' }],
    connections: [
      { name: 'acme', ...reader, ...acme },
      { name: 'acme-eu', ...reader, region: 'eu', token: 'env:EU_TOKEN', baseUrl: eu.url },
      {
        name: 'events',
        type: 'write-key',
        region: 'us',
        writeKey: 'env:WRITE_KEY',
        baseUrl: us.url,
        ...events,
      },
    ],
  });
}

const env = (changes: Readonly<Record<string, string>>) => ({
  HOOK: receiver.url,
  HOOK_SECRET: SECRET,
  EU_TOKEN: eu.tokens.owner,
  WRITE_KEY: us.writeKey,
  ...changes,
});

async function canary(
  changes: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<Canary & { readonly code: number }> {
  const { code, stdout } = await cli.run(
    ['canary', 'events', '--json', '--wait', String(WAIT), ...args],
    env(changes),
  );
  const document = JSON.parse(stdout);
  expect(canaryDocument.safeParse(document).error).toBeUndefined();
  return { ...document.canaries[0], code };
}

const told = () => receiver.accepted().map(({ state, condition }) => `${state} ${condition}`);

/** The source that has the key, and its one destination. */
const parts = () => {
  const source = us.world.sources.find(({ writeKeys }) => writeKeys.includes(us.writeKey));
  const destination = us.world.destinations.find(({ sourceId }) => sourceId === source?.id);
  if (source === undefined || destination === undefined)
    throw new Error('expected a source with a destination');
  return { source, destination };
};

interface Row {
  readonly title: string;
  readonly arrange?: () => unknown;
  readonly env?: () => Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly finding: Canary['finding'];
  readonly says: string;
  readonly calls: number;
}

const rows: readonly Row[] = [
  { title: 'seen and delivered', finding: 'delivered', says: 'delivered to Developer inbox', calls: 1 },
  {
    title: 'the source alone',
    args: ['--source-only'],
    finding: 'delivered',
    says: 'meant for no destination',
    calls: 1,
  },
  {
    title: 'a page in a quiet source',
    args: ['--type', 'page'],
    finding: 'delivered',
    says: 'delivered to Developer inbox',
    calls: 1,
  },
  {
    title: 'a key with a colon',
    env: () => ({ WRITE_KEY: 'a:b' }),
    finding: 'key-malformed',
    says: 'Settings > API Keys',
    calls: 0,
  },
  {
    title: 'no key',
    env: () => ({ WRITE_KEY: '' }),
    finding: 'key-unavailable',
    says: 'env:WRITE_KEY',
    calls: 0,
  },
  {
    title: 'an unknown key',
    env: () => ({ WRITE_KEY: 'Nobody5KnowsThisKey8OfMine' }),
    finding: 'nothing-seen',
    says: 'no source of the workspaces that acme, acme-eu reads has it',
    calls: 1,
  },
  {
    title: 'a key of the other region',
    env: () => ({ WRITE_KEY: eu.writeKey }),
    finding: 'nothing-seen',
    says: 'Set `region: eu`',
    calls: 0,
  },
  {
    title: 'a source that is off',
    arrange: () => Object.assign(parts().source, { enabled: false }),
    finding: 'source-disabled',
    says: 'Connections > Sources > Website (development) > Settings',
    calls: 0,
  },
  {
    title: 'a destination that is off',
    arrange: () => Object.assign(parts().destination, { enabled: false }),
    finding: 'not-delivered',
    says: 'Connections > Destinations > Developer inbox > Settings',
    calls: 1,
  },
  {
    title: 'a filter',
    arrange: () => dropTracks(),
    finding: 'not-delivered',
    says: 'Connections > Destinations > Developer inbox > Filters',
    calls: 1,
  },
  {
    title: 'a Tracking API that has had enough',
    arrange: () =>
      us.addFault({
        match: { operationId: 'track' },
        effect: { kind: 'rate-limited', retryAfterSeconds: 9 },
      }),
    finding: 'rate-limited',
    says: '429',
    calls: Number.NaN,
  },
  {
    title: 'lost on the way',
    arrange: () =>
      us.addFault({ match: { operationId: 'getEventsVolumeFromWorkspace' }, effect: { kind: 'empty-list' } }),
    finding: 'nothing-seen',
    says: `not seen in its event volume within ${WAIT} minutes`,
    calls: 1,
  },
  {
    title: 'nobody who may look',
    arrange: () => configure({}, { token: 'env:MEMBER' }),
    env: () => ({ MEMBER: us.tokens.member, EU_TOKEN: eu.tokens.revoked }),
    finding: 'accepted-not-looked-for',
    says: 'proves nothing, not even the key',
    calls: 1,
  },
];

describe('a test message', () => {
  it.each(rows)('$title: $finding', async ({ arrange, env: changes, args = [], finding, says, calls }) => {
    arrange?.();
    const before = receiver.accepted().length;

    const found = await canary(changes?.(), ...args);

    expect([found.finding, found.code]).toEqual([finding, finding === 'delivered' ? 0 : 4]);
    expect(`${found.summary} ${found.hint}`).toContain(says);
    if (!Number.isNaN(calls)) expect(us.trackingCalls).toHaveLength(calls);
    const state = finding === 'delivered' ? ['resolved canary-failed'] : ['opened canary-failed'];
    expect(told().slice(before)).toEqual(finding === 'accepted-not-looked-for' ? [] : state);
    const printed = JSON.stringify([found, receiver.received.map(({ body }) => body)]);
    expect([us.writeKey, eu.writeKey, us.tokens.owner].filter((secret) => printed.includes(secret))).toEqual(
      [],
    );
  });

  it('is not told from others of its type in a busy source, and is by its name', async () => {
    const [busy] = us.world.sources;
    const key = { WRITE_KEY: busy?.writeKeys[0] ?? '' };
    us.addFault({
      match: { operationId: 'getEventsVolumeFromWorkspace', times: 1 },
      effect: { kind: 'transform-json', transform: withPages },
    });

    expect(await canary(key, '--type', 'page')).toMatchObject({ finding: 'not-proven', code: 4 });
    expect(await canary(key)).toMatchObject({ finding: 'delivered', code: 0 });
  });

  it('shows no key that somebody has made the name of a source or a destination', async () => {
    const { source, destination } = parts();
    Object.assign(source, { name: us.writeKey });
    Object.assign(destination, { name: `to ${us.writeKey}` });

    const found = await canary();
    const { stdout } = await cli.run(['canary', 'events'], env({}));

    expect(found).toMatchObject({ finding: 'delivered', source: { name: '[secret]' } });
    expect(JSON.stringify(found) + stdout).not.toContain(us.writeKey);
  });

  it('names the way for people, and waits no longer than it has to', async () => {
    const { code, stdout } = await cli.run(['canary', 'events'], env({}));

    expect(code).toBe(0);
    expect(stdout).toMatch(/^events: ok: seen in source Website \(development\), and delivered to/);
    expect(clock.waits.filter((ms) => ms > 0)).toEqual([75_000, 30_000]);
  });

  it.each([
    ['a connection that reads', ['canary', 'acme'], 'got one that reads evidence, which never sends'],
    ['no such connection', ['canary', 'nobody'], 'expected one of events'],
    ['no time', ['canary', 'events', '--wait', '0'], '--wait: expected whole minutes'],
  ])('is refused for %s', async (_, args, says) => {
    const { code, stderr } = await cli.run(args, env({}));
    expect([code, us.trackingCalls.length]).toEqual([2, 0]);
    expect(stderr).toContain(says);
  });
});

describe('collecting', () => {
  it('sends nothing, and neither does `test`; no record has the condition', async () => {
    const ran = await cli.run(['collect', 'acme', '--only', 'sources'], env({}));
    await cli.run(['test'], env({}));

    expect(ran.code).toBe(4);
    expect(us.requests.length).toBeGreaterThan(5);
    expect([...us.trackingCalls, ...eu.trackingCalls]).toEqual([]);
    const sources = sourceFiles(['src', 'jobs']).filter(({ text }) => text.includes("'canary-failed'"));
    expect(sources.map(({ path }) => path)).toEqual([
      'src/alerts/canary-failed.ts',
      'src/alerts/remediation.ts',
    ]);
  });
});

/** Other traffic of the type, in the minutes before. */
function withPages(body: unknown): unknown {
  const { data } = body as { data: { result: { source: object; series: object[] }[] } };
  const [row] = data.result;
  return { data: { ...data, result: [{ ...row, eventType: 'page', total: 7 }] } };
}

function dropTracks(): void {
  const { source, destination } = parts();
  us.world.destinationFilters.push({
    id: 'filter',
    sourceId: source.id,
    destinationId: destination.id,
    if: 'type = "track"',
    actions: [{ type: 'DROP' }],
    title: 'Nothing goes through',
    enabled: true,
    createdAt: clock.now().toISOString(),
    updatedAt: clock.now().toISOString(),
  });
}

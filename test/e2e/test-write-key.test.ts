/** What `test` says of a connection that only sends: all that is seen without sending, and nothing is sent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDocument } from '../../schemas/commands/test.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import { startRawServer } from '../support/raw-server.ts';
import { startTrackingApi, type TrackingApi } from '../support/tracking-api.ts';

let us: Simulator;
let tracking: TrackingApi;
let cli: InProcessCli;

beforeEach(async () => {
  const clock = createStillClock('2026-11-22T03:00:20.000Z');
  us = await startSimulator({ now: clock.now });
  tracking = await startTrackingApi({ keys: [us.writeKey] });
  cli = await createInProcessCli({ url: us.url, token: us.tokens.owner, clock });
  configure();
});
afterEach(async () => {
  cli.remove();
  await us.close();
  await tracking.close();
});

type Settings = Readonly<Record<string, unknown>>;

function configure(events: Settings = {}, acme: Settings | null = {}): void {
  const reader = { region: 'us', token: 'env:SEGMENT_TOKEN', baseUrl: us.url, requestsPerMinute: 10_000 };
  const sender = { type: 'write-key', region: 'us', writeKey: 'env:WRITE_KEY', baseUrl: tracking.origin };
  cli.writeConfig({
    connections: [
      ...(acme === null ? [] : [{ name: 'acme', ...reader, ...acme }]),
      { name: 'events', ...sender, ...events },
    ],
  });
}

const env = (changes: Readonly<Record<string, string>> = {}) => ({ WRITE_KEY: us.writeKey, ...changes });

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
  /** Steps that failed, then those that were not tried. */
  readonly failed?: readonly string[];
  readonly untried?: readonly string[];
  readonly says: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: 'all that can be seen is in order',
    says: [
      'events: usable as far as can be seen without sending; only `segment-evidence canary events` tries the key',
      'Website (development)',
      'it goes to Developer inbox',
      'reached; nothing was sent',
    ],
  },
  {
    title: 'a key with a colon',
    env: () => ({ WRITE_KEY: 'a:b' }),
    failed: ['write-key'],
    untried: ['source'],
    says: ['env:WRITE_KEY: expected a write key, got a colon', 'Settings > API Keys'],
  },
  {
    title: 'no key',
    env: () => ({ WRITE_KEY: '' }),
    failed: ['write-key'],
    untried: ['source'],
    says: ['fetch secret: env:WRITE_KEY', 'reached; nothing was sent'],
  },
  {
    title: 'a key of no source',
    env: () => ({ WRITE_KEY: 'Nobody5KnowsThisKey8OfMine' }),
    failed: ['source'],
    says: [
      'in the workspaces that acme reads, got none',
      'Connections > Sources > NAME > Settings > API Keys',
    ],
  },
  {
    title: 'a key of the other region',
    arrange: () => configure({ region: 'eu' }),
    failed: ['source'],
    says: ['would be lost without an error', 'Set `region: us`'],
  },
  {
    title: 'a source that is off',
    arrange: () => Object.assign(parts().source, { enabled: false }),
    failed: ['source'],
    says: ['is turned off', 'Connections > Sources > Website (development) > Settings'],
  },
  {
    title: 'a destination that is off',
    arrange: () => Object.assign(parts().destination, { enabled: false }),
    failed: ['source'],
    says: ['it goes nowhere: Developer inbox', 'Connections > Destinations > Developer inbox > Settings'],
  },
  {
    title: 'destinations that cannot be read',
    arrange: () =>
      us.addFault({
        match: { operationId: 'listConnectedDestinationsFromSource' },
        effect: { kind: 'status', status: 403 },
      }),
    failed: ['source'],
    says: ['its destinations cannot be read', 'Workspace Owner'],
  },
  {
    title: 'a token that sees no keys',
    arrange: () => configure({}, { token: 'env:MEMBER' }),
    env: () => ({ MEMBER: us.tokens.member }),
    failed: ['source'],
    says: ['acme: expected write keys in its list of sources'],
  },
  {
    title: 'nobody who could look',
    arrange: () => configure({}, null),
    untried: ['source'],
    says: ['not looked for: no connection of the configuration reads its workspace'],
  },
  {
    title: 'a host that is away',
    arrange: () => configure({ baseUrl: 'http://127.0.0.1:9' }),
    failed: ['host'],
    says: ['connect: 127.0.0.1:9', 'got ECONNREFUSED', 'Check the network'],
  },
];

describe('test of a write-key connection', () => {
  it.each(rows)('$title', async ({ arrange, env: changes, failed = [], untried = [], says }) => {
    arrange?.();

    const ran = await cli.run(['test', 'events'], env(changes?.()));
    const json = await cli.run(['test', 'events', '--json'], env(changes?.()));

    const [tested] = testDocument.parse(JSON.parse(json.stdout)).connections;
    const steps = tested?.steps ?? [];
    const named = (isWanted: (step: (typeof steps)[number]) => boolean) =>
      steps.filter(isWanted).map(({ step }) => step);
    expect([tested?.type, named(() => true)]).toEqual(['write-key', ['write-key', 'host', 'source']]);
    expect(named(({ ok, tried }) => !ok && tried !== false)).toEqual(failed);
    expect(named(({ tried }) => tried === false)).toEqual(untried);
    expect([ran.code, json.code]).toEqual(failed.length === 0 ? [0, 0] : [4, 4]);
    for (const said of says) expect(ran.stdout).toContain(said);
    expect(
      [us.writeKey, us.tokens.owner].filter((secret) => (ran.stdout + json.stdout).includes(secret)),
    ).toEqual([]);
    expect([...tracking.requests, ...us.trackingCalls]).toEqual([]);
    expect(us.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('comes with the others where none is named, and a key that nobody tried is not called usable', async () => {
    const { code, stdout } = await cli.run(['test'], env());

    expect(code).toBe(0);
    expect(stdout).toMatch(/^acme +yes /m);
    expect(stdout).toMatch(/^events +key untried /m);
    expect(tracking.requests).toEqual([]);
  });

  it('connects to the host of the region, through the proxy, and says nothing there', async () => {
    const proxy = await startRawServer(() => 'HTTP/1.1 502 Bad Gateway\r\n\r\n');
    configure({ baseUrl: undefined, region: 'eu' }, null);

    const { code, stdout } = await cli.run(
      ['test', 'events'],
      env({ HTTPS_PROXY: `http://me:hunter22@127.0.0.1:${proxy.port}` }),
    );
    await proxy.close();

    expect(code).toBe(4);
    expect(stdout).toContain(
      `events.eu1.segmentapis.com, of region eu through the proxy 127.0.0.1:${proxy.port}: expected a connection`,
    );
    expect(stdout).not.toContain('hunter22');
    expect(proxy.requests.map((request) => request.split('\r\n')[0])).toEqual([
      'CONNECT events.eu1.segmentapis.com:443 HTTP/1.1',
    ]);
  });

  it('refuses a name of none, and names both types', async () => {
    const { code, stderr } = await cli.run(['test', 'nobody'], env());

    expect(code).toBe(2);
    expect(stderr).toContain('nobody: expected one of acme, events');
  });
});

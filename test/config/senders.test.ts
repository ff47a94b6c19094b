/** Write-key connections: what they need, what they refuse, what they borrow and inherit. */
import { describe, expect, it } from 'vitest';
import { FILE, load, MINIMAL, problemsOf } from './folder.ts';

const SENDER = `connections:
  - name: canary
    type: write-key
    region: eu
    writeKey: file:./secrets/write-key
`;
const BOTH = `${MINIMAL}  - { name: canary, type: write-key, region: us, writeKey: env:W }\n`;

describe('a write-key connection', () => {
  it('needs no store, no key and no schedule, and sends to the host of its region', async () => {
    const { connections, senders } = await load(SENDER);

    expect(connections).toEqual([]);
    expect(senders).toEqual([
      {
        name: 'canary',
        type: 'write-key',
        region: 'eu',
        writeKeyRef: expect.stringMatching(/^file:\/.*\/secrets\/write-key$/),
        trackingUrl: 'https://events.eu1.segmentapis.com',
        trackingUrlIsOverride: false,
        concurrency: 4,
        requestsPerMinute: 200,
        alerts: [],
      },
    ]);
  });

  it('is no connection that is collected', async () => {
    const { connections, senders } = await load(BOTH);

    expect(connections.map(({ name }) => name)).toEqual(['acme']);
    expect(senders.map(({ name, trackingUrl }) => [name, trackingUrl])).toEqual([
      ['canary', 'https://api.segment.io'],
    ]);
  });

  it('inherits alerts, and may have its own', async () => {
    const alerts = (await load(`${BOTH}alerts: [{ channel: slack, url: "file:./slack" }]\n`)).senders[0]
      ?.alerts;
    const own = (await load(`${SENDER}    alerts: []\nalerts: [{ channel: slack, url: env:X }]\n`)).senders[0]
      ?.alerts;

    expect(alerts?.[0]?.url).toMatch(/^file:\/.*\/slack$/);
    expect(own).toEqual([]);
  });

  it.each([
    ['token: env:T', '6:12', 'token: expected no token: a write-key connection has writeKey'],
    ['schedule: "0 3 * * *"', '6:15', 'schedule: expected no schedule: a write-key connection has none'],
    ['timezone: Etc/UTC', '6:15', 'timezone: expected no timezone: a write-key connection reads nothing'],
    [
      'tokenIssuedAt: 2026-09-01',
      '6:20',
      'tokenIssuedAt: expected no tokenIssuedAt: a write-key connection reads',
    ],
    [
      'declaredRole: Owner',
      '6:19',
      'declaredRole: expected no declaredRole: a write-key connection reads nothing',
    ],
    [
      'features: { protocols: true }',
      '6:15',
      'features: expected no features: a write-key connection reads nothing',
    ],
    [
      'collect: { pageSize: 5 }',
      '6:14',
      'collect: expected no collect: a write-key connection reads nothing',
    ],
    ['otherRegionUrl: http://127.0.0.1', '6:21', 'otherRegionUrl: expected no otherRegionUrl: a write-key'],
    ['store: ./here', '6:12', 'store: expected no store: a write-key connection stores nothing; remove it'],
    [
      'signing: { key: env:K }',
      '6:14',
      'signing: expected no signing: a write-key connection stores nothing',
    ],
    [
      'fingerprintKey: env:K',
      '6:21',
      'fingerprintKey: expected no fingerprintKey: a write-key connection stores',
    ],
    [
      'retention: { mode: GOVERNANCE, days: 1 }',
      '6:16',
      'retention: expected no retention: a write-key connection',
    ],
    ['anchors: {}', '6:14', 'anchors: expected no anchors: a write-key connection stores nothing'],
    [
      'baseUrl: https://api.segment.io',
      '6:14',
      "baseUrl: expected a host of the region, got the other region's",
    ],
    [
      'baseUrl: https://x.example',
      '6:14',
      "baseUrl: expected Segment's own host, or also trustBaseUrl: true: this host will receive the write key",
    ],
    ['baseUrl: https://eu1.api.segmentapis.com', '6:14', "baseUrl: expected Segment's own host"],
    [
      'baseUrl: http://x.example',
      '6:14',
      'baseUrl: expected https, got http on a host that is not loopback: the secret',
    ],
    [
      'baseUrl: https://events.eu1.segmentapis.com/v1/track',
      '6:14',
      'baseUrl: expected a host without a path',
    ],
    ['concurrency: 26', '6:18', 'concurrency: expected at most 25, got 26'],
    ['shareLimitsWith: canary', '6:22', 'shareLimitsWith: expected another connection, got this one'],
  ])('refuses %s with words', async (line, place, expected) => {
    const found = await problemsOf(`${SENDER}    ${line}\n`);

    expect(found).toEqual([expect.stringContaining(`${FILE}:${place}: connections.0.${expected}`)]);
  });

  it('needs a reference to its write key, not the key', async () => {
    const without = await problemsOf(SENDER.replace(/ {4}writeKey.*\n/, ''));
    const pasted = await problemsOf(SENDER.replace('file:./secrets/write-key', 'aB3dE5fG7hJ9kL1mN3pQ5rS7'));

    expect(without).toEqual([
      expect.stringContaining('writeKey: expected a reference to a secret, got nothing; a write-key'),
    ]);
    expect(pasted).toEqual([expect.stringContaining('Never put the secret itself here')]);
    expect(pasted.join()).not.toContain('aB3dE5');
  });

  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://events.eu1.segmentapis.com/v1/', 'https://events.eu1.segmentapis.com'],
    ['https://x.example/v1\n    trustBaseUrl: true', 'https://x.example'],
  ])('sends to baseUrl %s', async (baseUrl, expected) => {
    const [sender] = (await load(`${SENDER}    baseUrl: ${baseUrl}\n`)).senders;

    expect(sender?.trackingUrl).toBe(expected);
    expect(sender?.trackingUrlIsOverride).toBe(!expected.includes('segmentapis'));
  });

  it('has a name that no other connection has', async () => {
    expect(
      await problemsOf(`${MINIMAL}  - { name: acme, type: write-key, region: us, writeKey: env:W }\n`),
    ).toEqual([expect.stringContaining('connections.1.name: expected a unique name, got one used above')]);
  });
});

describe('shareLimitsWith', () => {
  const sharing = (first: string, second: string) =>
    load(
      `${MINIMAL}    ${first}\n  - { name: canary, type: write-key, region: us, writeKey: env:W, ${second} }\n`,
    );

  it('of a sender that borrows from a reader: the lender’s pace and concurrency, and where they are written', async () => {
    const { senders, origins } = await sharing(
      'concurrency: 9\n    requestsPerMinute: 30',
      'concurrency: 2, shareLimitsWith: acme',
    );

    expect(senders[0]).toMatchObject({ shareLimitsWith: 'acme', concurrency: 9, requestsPerMinute: 30 });
    expect(origins.get('connections.canary.concurrency')?.where).toMatch(/:8:18$/);
  });

  it('of a reader that borrows from a sender', async () => {
    const { connections } = await sharing('shareLimitsWith: canary', 'concurrency: 2, requestsPerMinute: 7');

    expect(connections[0]).toMatchObject({ shareLimitsWith: 'canary', concurrency: 2, requestsPerMinute: 7 });
  });

  it('goes one step only', async () => {
    const text = `${MINIMAL}    shareLimitsWith: canary
  - { name: canary, type: write-key, region: us, writeKey: env:W, shareLimitsWith: b }
  - { name: b, region: us, token: env:B }
`;
    expect(await problemsOf(text)).toEqual([
      expect.stringContaining('connections.0.shareLimitsWith: expected a connection with limits of its own'),
    ]);
  });
});

/** Channels that send by a write-key connection: which they may name, and which they may not. */
import { describe, expect, it } from 'vitest';
import { FILE, load, MINIMAL, problemsOf } from './folder.ts';

const SENDERS = `${MINIMAL}  - { name: web, type: write-key, region: eu, writeKey: env:WEB }
  - { name: canary, type: write-key, region: us, writeKey: env:CANARY }
`;
const TOP = (name: string) => `${SENDERS}alerts: [{ channel: segment, connection: ${name} }]\n`;

describe('a channel of kind segment', () => {
  it('sends by the write key and to the region of the connection that it names', async () => {
    const { connections } = await load(TOP('web'));

    expect(connections[0]?.alerts).toEqual([
      {
        channel: 'segment',
        connection: 'web',
        sendsBy: { writeKeyRef: 'env:WEB', trackingUrl: 'https://events.eu1.segmentapis.com' },
      },
    ]);
  });

  it('that everybody has is left out where a connection would tell of itself', async () => {
    const { senders } = await load(TOP('web'));

    expect(
      senders.map(({ name, alerts }) => [name, alerts[0]?.isLeftOut, alerts[0]?.sendsBy?.writeKeyRef]),
    ).toEqual([
      ['web', true, undefined],
      ['canary', undefined, 'env:WEB'],
    ]);
  });

  it.each([
    [
      'an unknown name',
      TOP('wbe'),
      '10:42: alerts.0.connection: expected the name of a write-key connection',
    ],
    [
      'one that reads',
      TOP('acme'),
      '10:42: alerts.0.connection: expected a write-key connection, got one that',
    ],
    [
      'no connection',
      `${SENDERS}alerts: [{ channel: segment }]\n`,
      '10:10: alerts.0.connection: expected the name of a write-key connection, got nothing; add connection: NAME',
    ],
    [
      'an address too',
      `${SENDERS}alerts: [{ channel: segment, connection: web, url: env:X }]\n`,
      '10:52: alerts.0.url: expected no url: only a',
    ],
    [
      'itself',
      `${SENDERS}    alerts: [{ channel: segment, connection: canary }]\n`.replace(
        '{ name: canary, type: write-key, region: us, writeKey: env:CANARY }',
        'name: canary\n    type: write-key\n    region: us\n    writeKey: env:CANARY',
      ),
      '13:46: connections.2.alerts.0.connection: expected another connection, got this one',
    ],
    [
      'one where nothing is sent by',
      `${SENDERS}alerts: [{ channel: slack, url: env:X, connection: web }]\n`,
      '10:52: alerts.0.connection: expected no connection: only a segment sends by a write key; remove it',
    ],
  ])('is refused with its place: %s', async (_title, text, expected) => {
    const found = await problemsOf(text);

    expect(found).toEqual([expect.stringContaining(`${FILE}:${expected}`)]);
  });

  it('proposes a name that there is', async () => {
    expect((await problemsOf(TOP('canry')))[0]).toContain('canary');
  });
});

describe('a heartbeat', () => {
  it.each([
    [
      'minSeverity: high',
      'expected no minSeverity: heartbeat is called for each run and told no alerts; remove it',
    ],
    ['reminderHours: 5', 'expected no reminderHours'],
    ['receipts: true', 'expected no receipts'],
    ['quietHours: { from: "22:00", to: "07:00", timezone: Etc/UTC }', 'expected no quietHours'],
    ['beats: []', 'beats'],
  ])('takes none of what is about alerts: %s', async (setting, expected) => {
    const found = await problemsOf(`${MINIMAL}alerts: [{ channel: heartbeat, url: env:X, ${setting} }]\n`);

    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  it('is the only kind with calls', async () => {
    const found = await problemsOf(`${MINIMAL}alerts: [{ channel: slack, url: env:X, beats: [start] }]\n`);

    expect(found).toEqual([
      expect.stringContaining('expected no beats: only a heartbeat is called when a run begins'),
    ]);
  });
});

/** What became of a test message, by the facts: a row for each. */
import { describe, expect, it } from 'vitest';
import { describeCanaries } from '../../src/commands/canary-text.ts';
import type { DestinationFacts } from '../../src/senders/delivery-finding.ts';
import { type CanaryFacts, isAlarming, judgeBefore, judgeCanary } from '../../src/senders/finding.ts';

const SOURCE = { name: 'Website', enabled: true, region: 'us', readBy: 'acme' } as const;

const facts = (changes: Partial<CanaryFacts> = {}): CanaryFacts => ({
  region: 'us',
  type: 'track',
  key: { kind: 'ready' },
  look: { kind: 'found', source: SOURCE },
  sent: { kind: 'accepted' },
  arrival: 'seen',
  destinations: [{ name: 'Braze', state: 'delivered' }],
  isSourceOnly: false,
  waitMinutes: 5,
  ...changes,
});

const refused = (kind: 'refused' | 'rate-limited' | 'unreachable') =>
  ({ kind, problem: 'expected 200, got something else', hint: 'Try again.' }) as const;
const at = (
  ...states: readonly (readonly [string, DestinationFacts['state']])[]
): readonly DestinationFacts[] => states.map(([name, state]) => ({ name, state }));

const KEYS = 'Settings > API Keys';

const rows: readonly [string, Partial<CanaryFacts>, string, string][] = [
  [
    'delivered to one of two',
    { destinations: at(['Braze', 'delivered'], ['GTM', 'nothing']) },
    'delivered',
    'not seen at GTM',
  ],
  ['seen where there is no destination', { destinations: [] }, 'delivered', 'it has no destination'],
  ['meant for the source alone', { isSourceOnly: true, destinations: [] }, 'delivered', 'for no destination'],
  [
    'the key cannot be fetched',
    { key: { kind: 'unavailable', problem: 'no KEY', hint: 'Set it.' } },
    'key-unavailable',
    'nothing was sent',
  ],
  [
    'the key is none',
    { key: { kind: 'malformed', problem: 'got a colon', hint: `Copy it: ${KEYS}.` } },
    'key-malformed',
    KEYS,
  ],
  [
    'the source is of the other region',
    { look: { kind: 'found', source: { ...SOURCE, region: 'eu' } } },
    'nothing-seen',
    'region: eu',
  ],
  [
    'the source is off',
    { look: { kind: 'found', source: { ...SOURCE, enabled: false } } },
    'source-disabled',
    'Connections > Sources > Website > Settings',
  ],
  ['a 429', { sent: { ...refused('rate-limited'), retryAfterMs: 2_500 } }, 'rate-limited', '3 seconds'],
  ['a 400', { sent: refused('refused') }, 'refused', KEYS],
  ['no answer', { sent: refused('unreachable') }, 'unreachable', 'nothing was taken'],
  [
    'nobody to look',
    { look: { kind: 'nobody', why: [] } },
    'accepted-not-looked-for',
    'proves nothing, not even the key',
  ],
  [
    'nobody who can',
    { look: { kind: 'nobody', why: ['acme: 401'] } },
    'accepted-not-looked-for',
    'acme: 401',
  ],
  [
    'nobody who can, though a connection is there',
    { look: { kind: 'nobody', why: ['acme: 401'] } },
    'accepted-not-looked-for',
    'mend what kept the connections named here from looking',
  ],
  ['not seen in one minute', { arrival: 'not-seen', waitMinutes: 1 }, 'nothing-seen', 'within a minute'],
  ['not seen in some', { arrival: 'not-seen', waitMinutes: 2 }, 'nothing-seen', 'within 2 minutes'],
  [
    'a key that nobody has',
    { look: { kind: 'not-found', readBy: ['acme', 'other'] } },
    'nothing-seen',
    'acme, other',
  ],
  [
    'not seen in the source',
    { arrival: 'not-seen' },
    'nothing-seen',
    'Connections > Sources > Website > Debugger',
  ],
  ['lost among others', { arrival: 'among-others', type: 'page' }, 'not-proven', 'of type track'],
  ['volumes that cannot be read', { arrival: { unread: '403' } }, 'not-proven', '403'],
  ['destinations that cannot be read', { destinations: { unread: '403' } }, 'not-proven', '403'],
  [
    'all destinations off',
    { destinations: at(['Braze', 'off']) },
    'not-delivered',
    'Connections > Destinations > Braze > Settings',
  ],
  [
    'filtered',
    { destinations: at(['Braze', 'filtered'], ['GTM', 'nothing']) },
    'not-delivered',
    'Connections > Destinations > Braze > Filters',
  ],
  ['not taken by it', { destinations: at(['Braze', 'failed']) }, 'not-delivered', 'Braze > Event Delivery'],
  [
    'no sign of it',
    { destinations: at(['Braze', 'nothing'], ['GTM', 'not-asked']) },
    'not-delivered',
    'Braze > Event Delivery',
  ],
  ['no metrics of it', { destinations: at(['Braze', 'unread'], ['GTM', 'off']) }, 'not-proven', 'Braze'],
];

describe('the text of a canary', () => {
  it.each([
    ['key-malformed', 'nothing\n'],
    ['source-disabled', 'nothing\n'],
    ['refused', 'nothing was taken by api.segment.io (us)\n'],
  ] as const)('%s: says whether anything was tried', (finding, says) => {
    const text = describeCanaries([
      {
        connection: 'k',
        exitCode: 4,
        type: 'track',
        region: 'us',
        host: 'api.segment.io',
        sent: null,
        source: null,
        destinations: [],
        notAsked: [],
        waitedSeconds: 0,
        finding,
        summary: 'why',
        hint: 'Mend it.',
        deliveries: [],
      },
    ]);

    expect(`${text}\n`).toContain(`sent       ${says}`);
  });
});

describe('a test message', () => {
  it.each(rows)('%s', (_, changes, finding, says) => {
    const judged = judgeCanary(facts(changes));

    expect(judged.finding).toBe(finding);
    expect(`${judged.summary} ${judged.hint}`).toContain(says);
    expect(judged.summary).not.toMatch(/\.$/);
  });

  it('opens an alert for what is known to be wrong, and for nothing else', () => {
    const quiet = ['delivered', 'accepted-not-looked-for', 'not-proven'];
    const findings = rows.map(([, changes]) => judgeCanary(facts(changes)).finding);

    expect(findings.filter((finding) => isAlarming(finding) === quiet.includes(finding))).toEqual([]);
  });

  it('is not sent where it is known before that it would be lost', () => {
    const before = rows.filter(([, changes]) => judgeBefore(facts(changes)) !== undefined);
    expect(before.map(([title]) => title)).toEqual([
      'the key cannot be fetched',
      'the key is none',
      'the source is of the other region',
      'the source is off',
    ]);
  });
});

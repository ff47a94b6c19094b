import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertDocument } from '../../schemas/alert.ts';
import { SLACK_LIMITS, slackPayload } from '../../src/alerts/channels/slack.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo } from '../support/channels.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
  readonly emoji?: boolean;
}
interface Payload {
  readonly text: string;
  readonly mrkdwn: boolean;
  readonly unfurl_links: boolean;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: Text;
    readonly fields?: readonly Text[];
  }[];
}

const payloadOf = (changes: Partial<AlertDocument> = {}) =>
  slackPayload({ ...anAlert, ...changes }) as unknown as Payload;
const textsOf = ({ blocks }: Payload): readonly Text[] =>
  blocks.flatMap(({ text, fields = [] }) => [...(text === undefined ? [] : [text]), ...fields]);
const long = (text: string) => text.repeat(Math.ceil(5000 / text.length));

describe('a message to Slack', () => {
  it('says what happened, since when, and what to do', () => {
    const all = textsOf(payloadOf()).map(({ text }) => text);

    expect(all).toEqual([
      '[high] scope-gap opened: acme',
      anAlert.summary,
      anAlert.remediation,
      'Connection: acme',
      'Workspace: acme (9aQ1Lj62S4bomZKLF4DPqW)',
      'Resource: users',
      `Since: ${anAlert.since}`,
      'Last complete evidence: none known',
      `Snapshot: ${anAlert.snapshotPath}`,
    ]);
    expect(payloadOf().text).toBe(`[high] scope-gap opened: acme. ${anAlert.summary}`);
  });

  it.each([
    ['plain', 'x'],
    ['what is written longer', '<'],
    ['more than a code unit each', '🦉'],
  ])('stays within the limits of Slack, whatever is in it: %s', (_title, unit) => {
    const payload = payloadOf({
      connection: long('c'),
      summary: long(unit),
      remediation: long(unit),
      workspace: { id: long(unit), slug: long(unit) },
      resource: long(unit),
      snapshotPath: long(unit),
    });

    const [header, ...sections] = payload.blocks;
    expect(payload.text.length).toBeLessThanOrEqual(SLACK_LIMITS.text);
    expect(header?.text?.text.length).toBeLessThanOrEqual(150);
    expect(payload.blocks.length).toBeLessThanOrEqual(50);
    for (const { text, fields = [] } of sections) {
      expect(text?.text.length ?? 1).toBeLessThanOrEqual(3000);
      expect(fields.length).toBeLessThanOrEqual(10);
      expect(fields.every((field) => field.text.length > 0 && field.text.length <= 2000)).toBe(true);
    }
    for (const { text } of textsOf(payload)) {
      expect(text).toMatch(/…$|^.{0,149}$/u);
      expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it.each([
    ['a mention of everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a link under another name', '<https://evil.example|Segment>', '&lt;https://evil.example|Segment&gt;'],
    ['an entity', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['a line of its own', 'a\nAlert: resolved', 'a\uFFFDAlert: resolved'],
    ['text turned around', 'a\u202Eb\u2066', 'a\uFFFDb\uFFFD'],
    ['a line separator', 'a\u2028b', 'a\uFFFDb'],
    ['a terminal sequence', '\u001b[2J', '\uFFFD[2J'],
  ])('lets nobody who names a thing act in it: %s', (_title, name, shown) => {
    const payload = payloadOf({ summary: `It is ${name}.`, workspace: { id: 'x', slug: name } });

    const all = textsOf(payload).map(({ text }) => text);
    expect(all).toContain(`It is ${shown}.`);
    expect(all).toContain(`Workspace: ${shown} (x)`);
    expect(payload.text).toContain(`It is ${shown}.`);
  });

  it('has Slack make no links, mentions or previews out of plain text', () => {
    const payload = payloadOf();

    expect(payload).toMatchObject({ mrkdwn: false, unfurl_links: false, unfurl_media: false });
    for (const text of textsOf(payload)) {
      expect(text.type === 'mrkdwn' ? text.verbatim : text.emoji === false).toBe(true);
    }
  });
});

describe('a Slack channel', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  it('posts it to its address as JSON', async () => {
    const channel = channelTo(receiver.url, { channel: 'slack' });

    await channel.notify(anAlert);

    const [request] = receiver.received;
    expect([request?.method, request?.headers['content-type']]).toEqual([
      'POST',
      'application/json; charset=utf-8',
    ]);
    expect(JSON.parse(request?.body ?? '')).toEqual(slackPayload(anAlert));
  });
});

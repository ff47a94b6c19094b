/** What arrives at the Tracking API: credential, encoding, the six types, batches, sizes. */
import { describe, expect, it } from 'vitest';
import type { TrackingMessage } from '../../schemas/tracking-message.ts';
import {
  batchesOf,
  MOST_BATCH_BYTES,
  MOST_BATCH_MESSAGES,
  MOST_MESSAGE_BYTES,
} from '../../src/senders/sizes.ts';
import { libraryFacts } from '../../src/senders/through-library.ts';
import { envelopeBytes, type ReadyMessage, wireBytes } from '../../src/senders/wire.ts';
import { EVERY_TYPE, KEY, openSending, seen } from './sender.ts';

describe('the credential', () => {
  it('is Basic authentication: the key as user, an empty password', async () => {
    const { api, sender } = await openSending();

    expect(await sender.send([seen()])).toEqual([{ kind: 'accepted', messageId: 'message-1' }]);
    expect(api.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${KEY}:`).toString('base64')}`);
    expect(api.requests[0]?.body['writeKey']).toBe(KEY);
    expect(api.requests[0]?.headers['user-agent']).toBe('segment-evidence/test');
    expect(api.problems).toEqual([]);
  });

  it.each([
    ['padding of two', 'abcd1'],
    ['padding of one', 'abcd12'],
    ['no padding', 'abcd123'],
    ['plus and slash in base64', 'a~o?>k~~'],
    ['characters of base64', 'a+b/c=='],
    ['letters of Latin 1', 'clé-größe'],
    ['other scripts', 'ключ-鍵'],
    ['a character beyond 16 bits', 'k🔑y1'],
    ['what JSON and URLs escape', 'a"b\\c%20&d'],
  ])('arrives whole with %s', async (_title, key) => {
    const { api, sender } = await openSending({ key });

    await sender.send([seen()]);

    expect(api.requests[0]?.writeKey).toBe(key);
    expect(api.delivered).toHaveLength(1);
    expect(api.problems).toEqual([]);
  });

  it.each([
    ['', 'an empty value'],
    ['sgp_0123456789', 'a Public API token'],
    ['abc 123', 'blanks or line breaks'],
  ])('%j is refused before anything is sent, and not repeated', async (key, expected) => {
    const opened = openSending({ key });

    await expect(opened).rejects.toThrow(`open sender: env:WRITE_KEY: expected a write key, got ${expected}`);
    if (key !== '') await expect(opened).rejects.not.toThrow(key);
  });
});

describe('a message', () => {
  it.each(EVERY_TYPE.map((message) => [message.type, message] as const))(
    '%s arrives with all that it has, and as large as it was said to be',
    async (type, message) => {
      const { api, sender } = await openSending();
      const before = structuredClone(message);

      expect(await sender.send([message])).toEqual([{ kind: 'accepted', messageId: `of-${type}` }]);
      const [got] = api.delivered;
      expect(api.requests[0]?.path).toBe('/v1/batch');
      expect(api.problems).toEqual([]);
      const { context, ...rest } = message;
      expect(got).toMatchObject({ ...rest, timestamp: '2026-11-22T03:00:00.000Z' });
      expect(got?.['context']).toMatchObject({
        ip: '192.0.2.1',
        library: { extra: 'kept' },
        traits: { a: null },
      });
      expect(context).toBe(message.context);
      expect(message).toEqual(before);
      const ready = { ...message, timestamp: '2026-11-22T03:00:00.000Z' } as ReadyMessage;
      expect(wireBytes(ready, await libraryFacts())).toBe(Buffer.byteLength(JSON.stringify(got)));
    },
  );

  it('gets a time and an id from us where it has none, and integrations that leave all on', async () => {
    const { api, sender, clock } = await openSending();

    await sender.send([{ type: 'identify', anonymousId: 'a' }]);

    expect(api.delivered).toEqual([
      expect.objectContaining({
        type: 'identify',
        timestamp: clock.now().toISOString(),
        messageId: 'message-1',
        integrations: {},
        traits: {},
      }),
    ]);
  });

  it('that cannot be sent gets a result of its own, and the others arrive', async () => {
    const { api, sender } = await openSending();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;

    const results = await sender.send([
      seen({ messageId: 'first' }),
      { type: 'track', event: 'Nobody' } as TrackingMessage,
      seen({ properties: circle } as Partial<TrackingMessage>),
      seen({ properties: { text: 'x'.repeat(MOST_MESSAGE_BYTES) } } as Partial<TrackingMessage>),
      seen({ messageId: 'last', context: { library: null, at: new Date(0) } }),
    ]);

    expect(results.map(({ kind }) => kind)).toEqual([
      'accepted',
      'refused',
      'refused',
      'too-large',
      'accepted',
    ]);
    expect(results[1]).toMatchObject({
      problem: expect.stringContaining('userId: expected userId or anonymousId'),
    });
    expect(api.delivered.map(({ messageId }) => messageId)).toEqual(['first', 'last']);
    expect(api.delivered[1]).toMatchObject({ context: { at: '1970-01-01T00:00:00.000Z' } });
  });

  it.each([
    ['at the limit', 0, 'accepted'],
    ['a byte above', 1, 'too-large'],
  ])('of 32 KB %s, counted as it is sent: %s', async (_title, more, kind) => {
    const { api, sender } = await openSending();
    const ofText = (text: string) =>
      seen({ messageId: 'm', properties: { text } } as Partial<TrackingMessage>);
    const empty = { ...ofText(''), timestamp: '2026-11-22T03:00:00.000Z' } as ReadyMessage;
    const room = MOST_MESSAGE_BYTES - wireBytes(empty, await libraryFacts());
    const text = 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat((room % 2) + more);

    const [result] = await sender.send([ofText(text)]);

    expect(result?.kind).toBe(kind);
    expect(api.requests).toHaveLength(kind === 'accepted' ? 1 : 0);
    if (kind === 'too-large') expect(result).toMatchObject({ problem: expect.stringContaining('got 32769') });
  });
});

describe('a batch', () => {
  it('is one request, in the order it was given', async () => {
    const { api, sender } = await openSending();

    const results = await sender.send(EVERY_TYPE);

    expect(api.requests).toHaveLength(1);
    expect(api.delivered.map(({ type }) => type)).toEqual(EVERY_TYPE.map(({ type }) => type));
    expect(results.map((result) => result.kind === 'accepted' && result.messageId)).toEqual(
      EVERY_TYPE.map(({ messageId }) => messageId),
    );
  });

  it.each([
    ['at the limit', 0, 1],
    ['a byte above', 1, 2],
  ])('of 480 KB %s goes in %i request(s) more than none', async (_title, more, requests) => {
    const { api, sender } = await openSending();
    const facts = await libraryFacts();
    const ofText = (id: number, text: string) =>
      seen({ messageId: `m${id}`, properties: { text } } as Partial<TrackingMessage>);
    const bytesOf = (message: TrackingMessage) =>
      wireBytes({ ...message, timestamp: '2026-11-22T03:00:00.000Z' } as ReadyMessage, facts);
    const full = Array.from({ length: 15 }, (_, id) => ofText(10 + id, 'x'.repeat(32_000)));
    const used = envelopeBytes(KEY) + full.reduce((sum, each) => sum + 1 + bytesOf(each), 0);
    const room = MOST_BATCH_BYTES - used - bytesOf(ofText(99, ''));

    await sender.send([...full, ofText(99, 'x'.repeat(room + more))]);

    expect(api.requests).toHaveLength(requests);
    expect(api.delivered).toHaveLength(16);
    if (more === 0) expect(api.requests[0]?.bytes).toBe(MOST_BATCH_BYTES);
  });

  it.each([
    [2_500, [2_500]],
    [2_501, [2_500, 1]],
  ])('of %i messages: %j', (count, expected) => {
    const sizes = Array.from({ length: count }, () => 10);

    expect(batchesOf(sizes, { envelopeBytes: 80 }).map(({ length }) => length)).toEqual(expected);
    expect(MOST_BATCH_MESSAGES).toBe(2_500);
  });

  it('leaves out what is too large by itself, and keeps the order', () => {
    const sizes = [1, MOST_MESSAGE_BYTES + 1, 2, Number.POSITIVE_INFINITY, 3];

    expect(batchesOf(sizes, { envelopeBytes: 80, mostMessages: 2 })).toEqual([[0, 2], [4]]);
    expect(batchesOf([], { envelopeBytes: 80 })).toEqual([]);
  });
});

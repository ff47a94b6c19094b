/** What a receiver's status says is what counts, whatever becomes of the body after it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { type OddServer, onWords, startOddServer } from '../support/odd-server.ts';

let server: OddServer;
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

/** What follows the head of an answer that is never finished. */
const bodies: Readonly<Record<string, readonly [header: string, body: string]>> = {
  'half of what was announced': ['content-length: 100', 'half'],
  'nothing of what was announced': ['content-length: 100', ''],
  'one piece and no end': ['transfer-encoding: chunked', '4\r\nhalf\r\n'],
  'a length that nobody can announce': ['content-length: 99999999999', 'x'.repeat(100_000)],
};
const statuses = [
  [200, 1, undefined],
  [202, 1, undefined],
  [400, 1, /got status 400/],
  [410, 1, /got status 410: it is gone/],
  [307, 1, /got status 307, a redirect/],
  [500, 3, /got status 500/],
  [429, 3, /got status 429/],
] as const;
const rows = Object.entries(bodies).flatMap(([title, body]) =>
  statuses.map(([status, attempts, error]) => ({ title, body, status, attempts, error })),
);
const WHOLE_MS = 5_000;

async function startReceiver(status: number, [header, body]: readonly [string, string]): Promise<string> {
  server = await startOddServer(
    onWords((socket) => socket.write(`HTTP/1.1 ${status} X\r\n${header}\r\n\r\n${body}`)),
  );
  return `http://127.0.0.1:${server.port}/in`;
}

describe('an answer that is never finished', () => {
  it.each(rows)('counts by its status: $status, then $title', async ({ body, status, attempts, error }) => {
    const channel = channelTo(await startReceiver(status, body), {}, { wholeMs: WHOLE_MS });
    const beganMs = performance.now();

    const result = await sendPatiently(() => channel.notify(anAlert), countedWaits());

    expect(result.attempts).toBe(attempts);
    if (error === undefined) expect(result.error).toBeUndefined();
    else expect(result.error?.message).toMatch(error);
    expect(performance.now() - beganMs).toBeLessThan(WHOLE_MS / 2);
    expect(server.connections()).toBe(attempts);
    await expect.poll(server.open).toBe(0);
  });
});

describe('an answer of SNS that is never finished', () => {
  it.each([
    [200, undefined],
    [403, /expected SNS to accept it, got .* \(403\)/],
  ] as const)('counts by its status: %i', async (status, error) => {
    const { origin } = new URL(await startReceiver(status, ['content-length: 100', '<half>']));
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test-id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test-secret-key');
    vi.stubEnv('AWS_ENDPOINT_URL_SNS', origin);
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
    const topic = channelTo(
      'arn:aws:sns:eu-west-1:123456789012:evidence',
      { channel: 'sns' },
      { wholeMs: 300 },
    );

    const result = await sendPatiently(() => topic.notify(anAlert), countedWaits());

    expect([result.attempts, server.connections()]).toEqual([1, 1]);
    if (error === undefined) expect(result.error).toBeUndefined();
    else expect(result.error?.message).toMatch(error);
    await expect.poll(server.open).toBe(0);
  });
});

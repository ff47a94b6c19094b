/** Messages as the platform hands them to the function: which are done, which go back, and what is behind these. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../jobs/collect.ts';
import { QUEUE_MESSAGE_SCHEMA } from '../../schemas/queue-message.ts';
import { SCALES, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { recordsOf } from '../support/service.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  const size = { ...SCALES.small, sources: 1, destinations: 1, users: 2 };
  simulator = await startSimulator({ size, now: () => new Date() });
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  place.writeConfig({}, { schedule: '0 3 * * *' });
  vi.stubEnv('LAMBDA_TASK_ROOT', place.dir);
  vi.stubEnv('SEGMENT_TOKEN', simulator.tokens.owner);
  vi.stubEnv('FINGERPRINT_KEY', 'a fingerprint key for tests, long enough');
  vi.stubEnv('SEGMENT_EVIDENCE_LOG_LEVEL', 'silent');
});
beforeEach(() => rmSync(place.store, { recursive: true, force: true }));
afterAll(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
  place.remove();
});

const message = (connection: string) =>
  JSON.stringify({
    schema: QUEUE_MESSAGE_SCHEMA,
    connection,
    slot: '2026-11-20T03:00:00.000Z',
    trigger: 'schedule',
    try: 1,
  });

/** Hands over bodies with their groups, as `group: body`; returns the places of those that go back. */
async function handOver(
  bodies: readonly (readonly [group: string, body: string])[],
  leftMs = 900_000,
): Promise<readonly number[]> {
  const Records = bodies.map(([group, body], index) => ({
    messageId: `m${index}`,
    receiptHandle: 'handle',
    body,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:fleet.fifo',
  }));
  const context = { awsRequestId: 'a-request', getRemainingTimeInMillis: () => leftMs };
  const answer = await handler({ Records }, context);
  if (!('batchItemFailures' in answer)) throw new Error('expected an answer about messages');
  return answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.slice(1)));
}

describe('messages of the queue', () => {
  it('are done when a record stands for them, also a partial one and also one that was there before', async () => {
    simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'html' } });
    const first = await handOver([['acme', message('acme')]]);
    simulator.clearFaults();
    const asked = simulator.requests.length;
    const again = await handOver([['acme', message('acme')]]);

    expect([first, again]).toEqual([[], []]);
    expect(recordsOf(place).map(({ status }) => status)).toEqual(['partial']);
    expect(simulator.requests.length).toBe(asked);
  });

  it('go back with those behind them of their group when nothing was committed; the others are done', async () => {
    mkdirSync(place.store, { recursive: true });
    // Something in the way of everything that would be written.
    writeFileSync(join(place.store, 'segment-evidence'), 'a file in place of a folder');
    const back = await handOver([
      ['acme', message('acme')],
      ['gone', message('gone')],
      ['acme', message('gone')],
      ['poison', 'no message of ours'],
    ]);

    expect(back).toEqual([0, 2, 3]);
  });

  it('go back unread when there is no time for one more', async () => {
    const bodies = [
      ['gone', message('gone')],
      ['acme', message('acme')],
    ] as const;

    expect(await handOver(bodies, 300_000)).toEqual([1]);
  });

  it('collect the newest slot that has come, however old theirs is', async () => {
    await handOver([['acme', message('acme')]]);
    const [record] = recordsOf(place);

    expect(Date.parse(record?.run.slot ?? '')).toBeGreaterThan(Date.now() - 25 * 3_600_000);
    expect(record).toMatchObject({
      status: 'complete',
      run: { trigger: expect.stringMatching(/schedule|catch-up/) },
    });
  });
});

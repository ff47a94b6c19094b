/** The watchdog of Lambda, called as the platform calls it: what it returns, and when it ends in an error. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../jobs/watchdog.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const WEBHOOK = { channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' };
const withTime = (ms: number) => ({ awsRequestId: 'request-1', getRemainingTimeInMillis: () => ms });
const context = withTime(15 * 60_000);

let place: Workplace;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
  place = await createWorkplace('http://127.0.0.1:9', 'sgp_none');
  place.writeConfig({ alerts: [WEBHOOK] }, { schedule: '0 3 * * *' });
  vi.stubEnv('LAMBDA_TASK_ROOT', place.dir);
  vi.stubEnv('HOOK', receiver.url);
  vi.stubEnv(
    'HOOK_SECRET',
    `whsec_${Buffer.from('a signing secret for tests only, 32+').toString('base64')}`,
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await receiver.close();
});

it('returns what was seen, and ends in an error where it could not look or the time was over', async () => {
  expect(await handler({}, context)).toMatchObject({
    connections: [{ connection: 'acme', state: 'nothing-there' }],
    deliveries: [],
  });
  await expect(handler({}, withTime(60_000))).rejects.toMatchObject({
    name: 'WatchIncomplete',
    message: 'acme: not-looked-at',
  });

  writeFileSync(place.store, 'a file in the way');
  await expect(handler({}, context)).rejects.toThrow(/^acme: .*evidence/);
  await expect(handler({}, context)).rejects.toThrow(/^acme: .*evidence/);
  rmSync(place.store);
  await handler({}, context);

  expect(receiver.accepted().map(({ state, condition }) => `${state} ${condition}`)).toEqual([
    'opened store-not-write-once',
    'resolved store-not-write-once',
  ]);
});

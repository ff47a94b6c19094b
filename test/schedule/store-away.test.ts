/** A store that is away while the process tries again and again: it is told once, and once more the next time. */
import { rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { createStillClock } from '../support/in-process-cli.ts';
import { startReceiver } from '../support/receiver.ts';
import { recordsOf, startService } from '../support/service.ts';

const MINUTE_MS = 60_000;

it('a store that is away for three hours is told of once each time, though it is tried every few minutes', async () => {
  const clock = createStillClock('2026-11-22T02:50:00.000Z');
  const simulator = await startSimulator({ now: clock.now, size: FEW });
  const receiver = await startReceiver();
  const place = await createWorkplace(simulator.url, simulator.tokens.owner);
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
  const alerts = [{ channel: 'webhook', url: 'env:ADDRESS', secret: 'env:SECRET' }];
  place.writeConfig({ alerts }, { schedule: '0 * * * *', collect: { exclude } });
  const secret = `whsec_${Buffer.from('a signing secret for tests only').toString('base64')}`;
  const service = await startService(place, clock, {
    SEGMENT_TOKEN: simulator.tokens.owner,
    ADDRESS: receiver.url,
    SECRET: secret,
  });
  const live = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(MINUTE_MS);
      await service.wake();
    }
  };
  const told = () => receiver.accepted().filter(({ condition }) => condition === 'commit-failed');

  rmSync(place.store, { recursive: true, force: true });
  writeFileSync(place.store, 'a file in the way');
  await live(180);
  expect(told()).toHaveLength(1);

  rmSync(place.store);
  await live(130);
  expect(recordsOf(place).length).toBeGreaterThan(0);

  rmSync(place.store, { recursive: true });
  writeFileSync(place.store, 'a file in the way');
  await live(130);
  expect(told()).toHaveLength(2);

  await service.stop();
  place.remove();
  await receiver.close();
  await simulator.close();
});

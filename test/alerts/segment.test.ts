/** Alerts as events: by the write key and by nothing else, once however often they are delivered. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { anAlert } from '../support/alerts.ts';
import { channelWith } from '../support/channels.ts';
import { FEW } from '../support/few.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import { startTrackingApi, type TrackingApi } from '../support/tracking-api.ts';

const WRITE_KEY = 'a-write-key-of-tests-alone';
const DEAD = 'sgp_a-token-that-nobody-was-given';
let api: TrackingApi;
let simulator: Simulator;
let place: InProcessCli;

beforeEach(async () => {
  const clock = createStillClock();
  api = await startTrackingApi({ keys: [WRITE_KEY] });
  simulator = await startSimulator({ now: clock.now, size: FEW });
  place = await createInProcessCli({ url: simulator.url, token: DEAD, clock });
});
afterEach(async () => {
  place.remove();
  await simulator.close();
  await api.close();
});

const channel = (key = WRITE_KEY) =>
  channelWith(
    {
      channel: 'segment',
      connection: 'web',
      sendsBy: { writeKeyRef: 'env:WRITE_KEY', trackingUrl: api.origin },
    },
    { 'env:WRITE_KEY': key },
  );

it('a run sends its alerts by the write key, and the token goes nowhere but to the Public API', async () => {
  const exclude = resources.map(({ name }) => name).filter((name) => name !== 'workspace');
  place.writeConfig(
    {
      connections: [
        {
          name: 'acme',
          region: 'us',
          token: 'env:SEGMENT_TOKEN',
          baseUrl: simulator.url,
          collect: { exclude },
        },
        { name: 'web', type: 'write-key', region: 'us', writeKey: 'env:WRITE_KEY', baseUrl: api.origin },
      ],
      alerts: [{ channel: 'segment', connection: 'web', receipts: true }],
    },
    {},
  );

  const { code, stdout, stderr } = await place.run(['collect', 'acme'], { WRITE_KEY });

  expect([code, api.problems]).toEqual([3, []]);
  expect(api.delivered.map(({ event, anonymousId, userId }) => [event, anonymousId, userId])).toEqual([
    ['Segment Evidence Alert', 'segment-evidence', undefined],
    ['Segment Evidence Receipt', 'segment-evidence', undefined],
  ]);
  expect(api.delivered[0]?.['properties']).toMatchObject({
    schema: 'segment-evidence/alert/v1',
    condition: 'token-refused',
    connection: 'acme',
  });
  expect(JSON.stringify(api.requests)).not.toContain(DEAD);
  expect(JSON.stringify(simulator.requests)).not.toContain(WRITE_KEY);
  expect(`${stdout}${stderr}`).not.toContain(WRITE_KEY);
});

it('an alert that is delivered twice is one event', async () => {
  await channel().notify(anAlert);
  await channel().notify(anAlert);

  expect([api.requests.length, api.delivered.length]).toEqual([2, 1]);
});

it('what cannot be a write key is sent nowhere, and not repeated', async () => {
  const refused = channel(DEAD).notify(anAlert);

  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining('got a Public API token'),
    isFinal: true,
  });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(DEAD) });
  expect(api.requests).toEqual([]);
});

/** Alerts as a user meets them: the built command line, a real receiver, a real folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertDelivery } from '../../schemas/alert.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, ended, type Ran, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';
import { readFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { IS_FULL } from '../support/tier.ts';

const SECRET = `whsec_${Buffer.from('a signing secret for tests only, 32+').toString('base64')}`;
const WEBHOOK = { channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' };

let simulator: Simulator;
let place: Workplace;
let receiver: Receiver;
let hour: number;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(async () => {
  await simulator.close();
});
beforeEach(async () => {
  hour = 0;
  receiver = await startReceiver();
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  place.writeConfig({ alerts: [WEBHOOK] }, READ_LITTLE);
});
afterEach(async () => {
  place.remove();
  simulator.clearFaults();
  simulator.restore();
  await receiver.close();
});

const env = (changes: Readonly<Record<string, string>> = {}) => ({
  HOOK: receiver.url,
  HOOK_SECRET: SECRET,
  ...changes,
});
/** Each run has a slot of its own, as a schedule would give it. */
const collect = (changes: Readonly<Record<string, string>> = {}, ...args: readonly string[]) => {
  hour += 1;
  const slot = `2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`;
  return place.run(['collect', '--slot', slot, ...args], { env: env(changes) });
};
const revoked = () => ({ SEGMENT_TOKEN: simulator.tokens.revoked });
const told = () => receiver.accepted().map(({ state, condition }) => `${state} ${condition}`);
const json = ({ stdout }: Ran) => JSON.parse(stdout);
const recorded = () => {
  const folder = join(place.store, 'segment-evidence/v1/acme/alerts');
  return existsSync(folder)
    ? [...readFolder(folder).values()].map((bytes) => JSON.parse(bytes.toString()))
    : [];
};
const conditions = (ran: Ran): readonly string[] =>
  json(ran).runs[0].conditions.map(({ condition }: { condition: string }) => condition);

describe('a token that is revoked', () => {
  it('is told once, then not again, and its end once', async () => {
    const codes = [];
    codes.push((await collect()).code);
    expect(told()).toEqual([]);
    codes.push((await collect(revoked())).code);
    expect(told()).toEqual(['opened token-refused']);
    codes.push((await collect(revoked())).code);
    expect(told()).toEqual(['opened token-refused']);
    codes.push((await collect()).code);

    expect(told()).toEqual(['opened token-refused', 'resolved token-refused']);
    expect(codes).toEqual([0, 3, 3, 0]);
    const [opened, resolved] = receiver.accepted();
    expect(opened).toMatchObject({
      severity: 'critical',
      connection: 'acme',
      workspace: { slug: simulator.workspace.slug },
    });
    expect(opened?.lastGoodAt).not.toBeNull();
    expect(resolved?.since).toBe(opened?.since);
  });

  it('is told as a signed request, and what was told where is kept beside the evidence', async () => {
    const ran = await collect(revoked(), '--json');

    const [request] = receiver.received;
    const headers = request?.headers as Record<string, string>;
    const alert = new Webhook(SECRET).verify(request?.body ?? '', headers);
    expect(alert).toEqual(receiver.accepted()[0]);
    expect(headers['webhook-id']).toBe(receiver.accepted()[0]?.id);
    expect(() => new Webhook(SECRET).verify(`${request?.body} `, headers)).toThrow('No matching signature');
    expect(recorded().map((document) => alertDelivery.parse(document))).toEqual([
      expect.objectContaining({ alert, channel: { kind: 'webhook', index: 1 }, attempts: 1 }),
    ]);
    expect(json(ran).runs[0].deliveries).toEqual([
      expect.objectContaining({ channel: 'webhook-1', result: 'delivered', attempts: 1 }),
    ]);
    const verified = await place.run(['verify', place.store, '--key', place.publicKey]);
    expect([verified.code, verified.stdout]).toEqual([0, expect.not.stringContaining('alerts/')]);
  });

  it('leaves open what a run could not look at', async () => {
    const member = { SEGMENT_TOKEN: simulator.tokens.member };
    await collect(member);
    const before = told();
    await collect({ SEGMENT_TOKEN: '' });

    expect(before).toContain('opened scope-gap');
    expect(told().slice(before.length)).toEqual(['opened token-unavailable']);

    await collect();
    expect(told().filter((line) => line === 'resolved scope-gap')).toHaveLength(
      before.filter((line) => line === 'opened scope-gap').length,
    );
  });
});

describe('a receiver that is down', () => {
  it('loses nothing and fails nothing: the next run tells it, once each, and says that it was down', async () => {
    receiver.always(410);
    const down = await collect(revoked());
    receiver.always(200);
    const up = await collect(revoked(), '--json');
    const after = await collect(revoked(), '--json');

    expect([down.code, up.code, after.code]).toEqual([3, 3, 3]);
    expect(down.stdout).toContain('webhook-1: 1 undelivered');
    expect(down.stdout).toContain('got status 410');
    expect(told()).toEqual([
      'opened token-refused',
      'opened alert-undelivered',
      'resolved alert-undelivered',
    ]);
    expect(conditions(up)).toContain('alert-undelivered');
    expect(conditions(after)).not.toContain('alert-undelivered');
    expect(new Set(receiver.accepted().map(({ id }) => id)).size).toBe(3);
    expect(recorded()).toHaveLength(3);
  });

  it.runIf(IS_FULL)(
    'is caught up with after several runs, oldest first, though nothing changed in between',
    async () => {
      receiver.always(410);
      await collect(revoked());
      await collect(revoked());
      await collect(revoked());
      await collect();
      receiver.always(200);
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      await collect();

      expect(told()).toEqual(['opened token-refused', 'opened alert-undelivered', 'resolved token-refused']);
      expect(ids.filter((id) => id === receiver.accepted()[0]?.id)).toHaveLength(4);
      await collect();
      expect(told().slice(3)).toEqual(['resolved alert-undelivered']);
    },
  );

  it.runIf(IS_FULL)(
    'does not keep another channel from being told, also of the one that is down',
    async () => {
      const other = await startReceiver();
      place.writeConfig({ alerts: [WEBHOOK, { ...WEBHOOK, url: 'env:OTHER_HOOK' }] }, READ_LITTLE);
      receiver.always(410);

      const ran = await collect({ ...revoked(), OTHER_HOOK: other.url }, '--json');

      await other.close();
      expect(other.accepted().map(({ condition }) => condition)).toEqual([
        'token-refused',
        'alert-undelivered',
      ]);
      expect(json(ran).runs[0].deliveries).toMatchObject([
        { channel: 'webhook-1', result: 'undelivered' },
        { channel: 'webhook-2', result: 'delivered' },
        { channel: 'webhook-2', alert: { condition: 'alert-undelivered' }, result: 'delivered' },
      ]);
    },
  );

  it.runIf(IS_FULL)('is told by a run that finds its slot collected already', async () => {
    const slot = ['--slot', '2026-11-22T01:00:00Z'];
    await place.run(['collect', ...slot], { env: env({ SEGMENT_TOKEN: simulator.tokens.revoked }) });
    receiver.always(410);
    await place.run(['collect', ...slot], { env: env() });
    receiver.always(200);

    const again = await place.run(['collect', ...slot, '--json'], { env: env() });

    expect(json(again).runs[0]).toMatchObject({
      result: 'already-collected',
      deliveries: expect.arrayContaining([
        expect.objectContaining({
          result: 'delivered',
          alert: expect.objectContaining({ state: 'resolved', condition: 'token-refused' }),
        }),
      ]),
    });
    expect(told()).toEqual(['opened token-refused', 'resolved token-refused']);
  });

  it.runIf(IS_FULL)(
    'gets from the next run what a run could not tell that was killed after its commit',
    async () => {
      receiver.always('silence');
      const child = place.start(['collect', '--slot', '2026-11-22T01:00:00Z'], env(revoked()));
      const gone = ended(child);
      await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
      child.kill('SIGKILL');
      await gone;
      receiver.always(200);
      hour = 1;

      const next = await collect(revoked());

      expect(next.code).toBe(3);
      expect(told()).toEqual(['opened token-refused', 'opened alert-undelivered']);
    },
  );

  it.runIf(IS_FULL)('is not waited for when the process has to stop', async () => {
    receiver.always('silence');
    const child = place.start(['collect'], env(revoked()));
    const gone = ended(child);
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
    child.kill('SIGTERM');

    expect((await gone).code).toBe(143);
  });
});

describe('a channel whose secret cannot be fetched', () => {
  it.runIf(IS_FULL)(
    'is like one that is down, and changes neither the exit code nor what is sealed',
    async () => {
      const ran = await collect({ ...revoked(), HOOK: '' });

      expect(ran.code).toBe(3);
      expect(ran.stdout).toContain('env:HOOK');
      expect(ran.stdout).toContain('1 undelivered');
      await collect(revoked());
      expect(told()).toEqual(['opened token-refused', 'opened alert-undelivered']);
    },
  );
});

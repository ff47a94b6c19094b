/** Alerts where nothing can be kept, channels that are only looked at, and what must stay secret. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';
import { digestsIn, readFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

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
describe('when nothing can be committed', () => {
  it.each([
    ['the store cannot be written', () => writeFileSync(place.store, 'a file in the way'), {}],
    ['the signing key is gone', () => writeFileSync(join(place.dir, 'keys/signing-key.pem'), ''), {}],
    ['the fingerprint key is gone', () => undefined, { FINGERPRINT_KEY: '' }],
  ])('it is told all the same: %s', async (_title, arrange, changes) => {
    arrange();

    const ran = await collect(changes, '--json');

    expect(ran.code).toBe(5);
    expect(told()).toEqual(['opened commit-failed']);
    const [alert] = receiver.accepted();
    expect(alert).toMatchObject({ severity: 'critical', lastGoodAt: null, workspace: null });
    expect(alert?.summary).toContain(json(ran).runs[0].error.message);
    expect(json(ran).runs[0].deliveries).toMatchObject([{ result: 'delivered' }]);
  });

  it('tells a second try of the same slot under the same id', async () => {
    writeFileSync(place.store, 'a file in the way');
    await collect();
    hour = 0;
    await collect();

    const [first, second] = receiver.accepted().map(({ id }) => id);
    expect(second).toBe(first);
  });
});

describe('test', () => {
  it('says of each channel whether it can be used, and sends nothing', async () => {
    const good = await place.run(['test'], { env: env() });
    const bad = await place.run(['test', '--json'], { env: env({ HOOK: 'ftp://x' }) });
    const weak = await place.run(['test'], { env: env({ HOOK_SECRET: 'whsec_c2hvcnQ=' }) });

    expect([good.code, bad.code, weak.code]).toEqual([0, 4, 4]);
    expect(good.stdout).toContain('webhook-1: reached on loopback; nothing was sent');
    expect(json(bad).connections[0].steps.at(-1)).toMatchObject({ step: 'alerts', ok: false });
    expect(weak.stdout).toContain('24 to 64 bytes');
    expect(receiver.connections()).toBe(1);
    expect(receiver.received).toEqual([]);
  });
});

describe('test --send-alert', () => {
  it('sends each channel an alert that says it is a test, another one each time', async () => {
    const before = digestsIn(place.dir);
    const first = await place.run(['test', '--send-alert'], { env: env() });
    const second = await place.run(['test', '--send-alert', '--json'], { env: env() });

    const sent = receiver.accepted();
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stdout).toContain('webhook-1: took a test alert; check that it has arrived');
    expect(sent.map((one) => one.test)).toEqual([true, true]);
    expect(sent[0]?.summary).toContain('This is a test');
    expect(sent[0]?.id).not.toBe(sent[1]?.id);
    expect(digestsIn(place.dir)).toEqual(before);
  });

  it('says which channel did not take it, and exits 4', async () => {
    receiver.script(410);
    const ran = await place.run(['test', '--send-alert'], { env: env() });

    expect(ran.code).toBe(4);
    expect(ran.stdout).toMatch(/FAILED {2}alerts .*webhook-1.*410/);
  });
});

describe('what must stay secret', () => {
  it('is in no byte of what is printed, logged, stored or sent', async () => {
    receiver.script(410);
    const runs = [
      await collect(revoked(), '--log-level', 'debug'),
      await collect(revoked(), '--json', '--log-level', 'debug'),
      await collect({}, '--log-level', 'debug'),
      await place.run(['test', '--json'], { env: env() }),
      await place.run(['config', 'show'], { env: env() }),
    ];
    const printed = runs.flatMap(({ stdout, stderr }) => [stdout, stderr]);
    const stored = [...readFolder(place.store).values()].map((bytes) => bytes.toString('latin1'));
    const sent = receiver.received.flatMap(({ headers, body }) => [JSON.stringify(headers), body]);
    const config = readFileSync(join(place.dir, 'evidence.config.yaml'), 'utf8');

    for (const secret of [
      'path-is-a-secret',
      SECRET.slice('whsec_'.length),
      simulator.tokens.owner,
      simulator.tokens.revoked,
    ]) {
      const holding = [...printed, ...stored, ...sent, config].filter((text) => text.includes(secret));
      expect(holding).toEqual([]);
    }
    expect(receiver.received.length).toBeGreaterThan(2);
    expect([...printed, ...stored].filter((text) => text.includes('nobody may repeat'))).toEqual([]);
  });
});

/** A channel that cannot be reached is told through the others: soon, once, and when it is over. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Condition } from '../../schemas/condition.ts';
import type { Alert } from '../../schemas/config-alerts.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { conditionOf } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { type Receiver, type Reply, startReceiver } from '../support/receiver.ts';

let first: Receiver;
let second: Receiver;
beforeEach(async () => {
  [first, second] = await Promise.all([startReceiver(), startReceiver()]);
});
afterEach(() => Promise.all([first.close(), second.close()]));

const gap = conditionOf({
  condition: 'scope-gap',
  severity: 'high',
  resource: 'users',
  summary: 'No users.',
});
const refused = conditionOf();
const at = (hours: number) => new Date(Date.UTC(2026, 10, 22) + hours * 3_600_000).toISOString();
const told = ({ accepted }: Receiver) => accepted().map(({ state, condition }) => `${state} ${condition}`);
const ofSecond = () => told(second).filter((text) => text.includes('alert-undelivered'));

/** One chain with two channels; the replies are of the first one, or of both. */
async function chainOf(act: (chain: ReturnType<typeof twoChannels>) => Promise<void>): Promise<void> {
  await withFolder((folder) => act(twoChannels(folder)));
}

function twoChannels(folder: string, rules: readonly [Partial<Alert>, Partial<Alert>] = [{}, {}]) {
  const chain = openAlertChain(folder);
  const channels = () => [
    channelTo(first.url, rules[0]),
    { ...channelTo(second.url, rules[1]), name: 'webhook-2', index: 2 },
  ];
  const answers = (ofFirst: Reply, of2: Reply) => {
    first.always(ofFirst);
    second.always(of2);
  };
  return {
    run: (hour: number, conditions: readonly Condition[], ofFirst: Reply = 200, of2: Reply = 200) => {
      answers(ofFirst, of2);
      return chain.run({ at: at(hour), conditions, channels: channels() });
    },
    again: (hour: number, ofFirst: Reply = 200, of2: Reply = 200) => {
      answers(ofFirst, of2);
      return chain.tellAgain(channels(), { ...countedWaits(), now: () => new Date(at(hour)) });
    },
  };
}

it('where each run is a process of its own: by the run that meets it, and by the one after it is mended', async () => {
  await chainOf(async ({ run }) => {
    await run(0, [gap], 503);
    expect(told(second)).toEqual(['opened scope-gap', 'opened alert-undelivered']);
    expect(second.accepted()[1]?.summary).toBe(
      `Alerts could not be delivered: webhook-1 (expected the receiver to accept it, got status 503). Since ${at(0)}.`,
    );
    await run(1, [gap], 503);
    await run(2, [gap], 404);
    expect(ofSecond()).toHaveLength(1);

    await run(3, [gap]);
    await run(4, [gap]);
    await run(5, [gap]);

    expect(ofSecond()).toEqual(['opened alert-undelivered', 'resolved alert-undelivered']);
    expect(told(first).filter((text) => text.includes('scope-gap'))).toEqual(['opened scope-gap']);
    const [opened, resolved] = second.accepted().filter(({ condition }) => condition !== 'scope-gap');
    expect(resolved?.causeId).toBe(opened?.causeId);
  });
});

it('where a process stays: as soon as the channel has taken what it was owed', async () => {
  await chainOf(async ({ run, again }) => {
    await run(0, [gap], 503);
    expect(await again(0.1, 503)).toBe(true);
    expect(ofSecond()).toEqual(['opened alert-undelivered']);

    expect(await again(0.2)).toBe(false);
    expect(ofSecond()).toEqual(['opened alert-undelivered', 'resolved alert-undelivered']);

    await again(0.3);
    await run(24, [gap]);
    await run(48, [gap], 503);
    expect(ofSecond()).toEqual([
      'opened alert-undelivered',
      'resolved alert-undelivered',
      'opened alert-undelivered',
    ]);
  });
});

it('its end is told by the next run where nobody could be told before', async () => {
  await chainOf(async ({ run, again }) => {
    await run(0, [gap], 503);
    await again(0.1, 200, 503);
    expect(ofSecond()).toEqual(['opened alert-undelivered']);

    await run(24, [gap]);
    await run(48, [gap]);

    expect(ofSecond()).toEqual(['opened alert-undelivered', 'resolved alert-undelivered']);
  });
});

it('nobody is told where both are down, and each is told what it is owed by a later run', async () => {
  await chainOf(async ({ run }) => {
    await run(0, [gap], 503, 'hang-up');
    await run(1, [gap]);
    await run(2, [gap]);

    for (const receiver of [first, second])
      expect(told(receiver)).toEqual([
        'opened scope-gap',
        'opened alert-undelivered',
        'resolved alert-undelivered',
      ]);
  });
});

it('one that says when to come back is not said to be down', async () => {
  await chainOf(async ({ run, again }) => {
    const busy = { status: 429, headers: { 'retry-after': '90' } };
    await run(0, [gap], busy);
    expect(await again(0.1, busy)).toBe(true);
    expect(await again(0.2)).toBe(false);
    await run(12, [gap]);

    expect(told(first)).toEqual(['opened scope-gap']);
    expect(ofSecond()).toEqual([]);
  });
});

const quietHours = { from: '22:00', to: '07:00', timezone: 'Etc/UTC' };

it('one that waits for the end of quiet hours is not said to be down, nor to be up again', async () => {
  await withFolder(async (folder) => {
    const { run, again } = twoChannels(folder, [{ quietHours }, {}]);
    await run(23, [gap]);
    expect(ofSecond()).toEqual([]);
    await run(24, [gap, refused], 503);
    expect(ofSecond()).toEqual(['opened alert-undelivered']);

    // What is critical arrives; whether all does is not known yet.
    await again(24.1);
    expect(told(first)).toEqual(['opened token-refused']);
    expect(ofSecond()).toHaveLength(1);

    await again(31.1);
    expect(told(first)).toEqual(['opened token-refused', 'opened scope-gap']);
    expect(ofSecond()).toEqual(['opened alert-undelivered', 'resolved alert-undelivered']);
  });
});

it('the others are not woken by it in their quiet hours, and not told what they do not want', async () => {
  await withFolder(async (folder) => {
    const { run, again } = twoChannels(folder, [{}, { quietHours }]);
    await run(23, [refused], 503);
    await again(23.1, 503);
    expect(told(second)).toEqual(['opened token-refused']);
    await again(31.1, 503);
    expect(told(second)).toEqual(['opened token-refused', 'opened alert-undelivered']);
  });
  await withFolder(async (folder) => {
    const { run } = twoChannels(folder, [{}, { minSeverity: 'critical' }]);
    const before = second.accepted().length;
    await run(0, [gap], 503);
    expect(second.accepted()).toHaveLength(before);
  });
});

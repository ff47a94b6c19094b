/** PagerDuty: one incident for each cause, from its begin to its end; and what its answers mean. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceFailure } from '../../src/run/announce.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { anAlert, conditionOf } from '../support/alerts.ts';
import { channelTo, channelWith, countedWaits } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { PAGERDUTY_KEY, startPagerDuty } from '../support/services/pagerduty.ts';

const gapOf = (resource: string, severity: 'high' | 'critical' = 'high') =>
  conditionOf({ condition: 'scope-gap', severity, resource, summary: `No ${resource}.` });
const at = (hours: number) => new Date(Date.UTC(2026, 10, 22) + hours * 3_600_000).toISOString();

describe('an incident of PagerDuty', () => {
  let pagerDuty: Awaited<ReturnType<typeof startPagerDuty>>;
  beforeEach(async () => {
    pagerDuty = await startPagerDuty();
  });
  afterEach(() => pagerDuty.close());
  const channels = () => [channelWith(pagerDuty.settings, pagerDuty.values)];

  it('is one from begin to end, whoever joins the cause; a reminder calls nobody again, and its severity rises', async () => {
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      await chain.run({ at: at(0), conditions: [gapOf('users')], channels: channels() });
      expect(pagerDuty.incidents).toMatchObject([{ severity: 'error', triggers: 1, isOpen: true }]);
      await chain.run({ at: at(25), conditions: [gapOf('users'), gapOf('groups')], channels: channels() });
      await chain.run({ at: at(26), conditions: [gapOf('groups', 'critical')], channels: channels() });
      expect(pagerDuty.incidents).toMatchObject([{ severity: 'critical', triggers: 3, isOpen: true }]);

      await chain.run({ at: at(27), conditions: [], channels: channels() });
    });

    expect(pagerDuty.incidents).toMatchObject([{ pages: 1, isOpen: false }]);
    expect(pagerDuty.problems).toEqual([]);
  });

  it('about nothing committed is closed by the next record, and opens anew with the next failure', async () => {
    const failed = { connection: 'acme', runId: anAlert.runId, slot: at(0), at: at(0), problem: 'no store' };
    const log = { info: () => undefined, warn: () => undefined };
    const fail = () =>
      announceFailure({ now: () => new Date(at(0)), ...countedWaits(), log, channels: channels() }, failed);
    await withFolder(async (folder) => {
      await fail();
      await fail();
      expect(pagerDuty.incidents).toMatchObject([{ severity: 'critical', isOpen: true }]);

      await openAlertChain(folder).run({ at: at(30), conditions: [], channels: channels() });
      expect(pagerDuty.incidents).toMatchObject([{ isOpen: false }]);
      await fail();
    });

    expect(pagerDuty.incidents.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(pagerDuty.problems).toEqual([]);
  });
});

describe('a channel to PagerDuty', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver(undefined, '{"errors":["Invalid routing key R0SECRET"]}');
  });
  afterEach(() => receiver.close());
  const settings = { channel: 'pagerduty', secret: 'env:SECRET' } as const;
  const withKey = (key: string) =>
    channelWith({ ...settings, url: 'env:ADDRESS' }, { 'env:ADDRESS': receiver.url, 'env:SECRET': key });

  it.each([
    [400, /got status 400: the integration key is not known there$/, /^Store the Integration Key /],
    [403, /got status 403: the integration key is not known there$/, /^Store the Integration Key /],
    [301, /got status 301, a redirect$/, /redirect is not followed/],
  ])('says what an answer of %i means, and nothing that was answered', async (status, problem, hint) => {
    receiver.always(status);

    const error = await withKey(PAGERDUTY_KEY)
      .notify(anAlert)
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({
      message: expect.stringMatching(problem),
      hint: expect.stringMatching(hint),
    });
    expect(error).toMatchObject({ isFinal: true });
    expect(JSON.stringify(error)).not.toMatch(/R0SECRET|R0ABC/);
  });

  it.each([
    [200, '<html>Sign in</html>', 'rejected'],
    [204, '', 'rejected'],
    [200, '{"status":"success","dedup_key":"x"}', 'fulfilled'],
    [202, 'anything', 'fulfilled'],
  ])('takes status %i beside %j for what it is', async (status, body, expected) => {
    await receiver.close();
    receiver = await startReceiver(undefined, body);
    receiver.always(status);

    const [sent] = await Promise.allSettled([withKey(PAGERDUTY_KEY).notify(anAlert)]);

    expect(sent?.status).toBe(expected);
    if (sent?.status === 'rejected')
      expect(sent.reason).toMatchObject({ isFinal: false, message: expect.stringMatching(/not its own$/) });
  });

  it.each(['', 'too-short', 'R0ABCDEFGHIJKLMNOPQRSTUVWXYZ01 3', `${PAGERDUTY_KEY}\n`])(
    'is not asked with what is no integration key: %j',
    async (key) => {
      await expect(withKey(key).probe()).rejects.toThrow('expected `secret` to name an integration key');
      expect(receiver.connections()).toBe(0);
    },
  );

  it('goes to the service region of the US where no address is named', async () => {
    const asked: string[] = [];
    const channel = channelWith(
      settings,
      { 'env:SECRET': PAGERDUTY_KEY },
      {
        lookup: (host, _options, done) => {
          asked.push(host);
          done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), '');
        },
      },
    );

    await expect(channel.notify(anAlert)).rejects.toThrow('send alert: pagerduty-1: ');

    expect(new Set(asked)).toEqual(new Set(['events.pagerduty.com']));
  });

  it('needs no address where another kind does', async () => {
    await expect(channelTo('', { channel: 'teams' }).notify(anAlert)).rejects.toThrow('expected `url`');
  });
});

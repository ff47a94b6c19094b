/** Teams: what its answers mean, and how a card looks. */
import { afterEach, describe, expect, it } from 'vitest';
import { teamsMessage } from '../../src/alerts/channels/teams.ts';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

describe('an answer of Teams', () => {
  let receiver: Receiver | undefined;
  afterEach(() => receiver?.close());

  const REFUSED = 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error';
  it.each([
    ['a workflow that took it', 202, '', 1, undefined],
    ['a connector of before that took it', 200, '1', 1, undefined],
    [
      'one that did not, and says so beside a 200',
      200,
      `${REFUSED} 400 with ContextId x`,
      1,
      /status 400: the workflow/,
    ],
    ['one that is busy, and says so beside a 200', 200, `${REFUSED} 429 with ContextId x`, 3, /status 429$/],
    ['a workflow that is gone', 404, '{"error":{"code":"WorkflowNotFound"}}', 1, /there is no such workflow/],
    ['a workflow that is off', 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', 1, /is switched off/],
    [
      'a workflow for members alone',
      401,
      '{"error":{"code":"DirectApiAuthorizationRequired"}}',
      1,
      /does not let/,
    ],
  ])('of %s', async (_title, status, body, expected, problem) => {
    const started = await startReceiver(undefined, body);
    receiver = started;
    started.always(status);

    const channel = channelTo(started.url, { channel: 'teams' });
    const { attempts, error } = await sendPatiently(() => channel.notify(anAlert), countedWaits());

    expect(attempts).toBe(expected);
    expect(error?.message).toEqual(problem === undefined ? undefined : expect.stringMatching(problem));
    if (error !== undefined) expect(error.hint).toMatch(/^(?:Check|Let) /);
  });
});

describe('a card', () => {
  it('says in its colour how bad it is, and that it is over', () => {
    const colourOf = (changes: object) =>
      /"color":"(\w+)"/.exec(JSON.stringify(teamsMessage({ ...anAlert, ...changes })))?.[1];

    expect([{}, { severity: 'medium' }, { state: 'resolved' }].map(colourOf)).toEqual([
      'Attention',
      'Warning',
      'Good',
    ]);
  });
});

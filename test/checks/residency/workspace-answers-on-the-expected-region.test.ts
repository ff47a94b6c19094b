/** RES-01: which region answered. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/residency/workspace-answers-on-the-expected-region.ts';
import { answerOf } from '../../support/checked.ts';

const WORKSPACE = { workspace: [{ id: 'w', slug: 'w', name: 'W' }] };
const proxied = { origin: { kind: 'override', host: 'proxy.example' } } as const;

describe('the region', () => {
  it.each([
    ['that is expected', WORKSPACE, 'us', {}, 'pass', []],
    ['in other letters', WORKSPACE, 'EU', { region: 'eu' }, 'pass', []],
    ['that is another', WORKSPACE, 'eu', {}, 'fail', ['workspace']],
    ['of a host that is not Segment’s', WORKSPACE, 'us', proxied, 'indeterminate', ['workspace']],
    [
      'of a workspace that did not answer',
      { workspace: { outcome: 'denied', reason: 'token' } },
      'eu',
      {},
      'indeterminate',
      [],
    ],
    ['that nobody expects', WORKSPACE, '', {}, 'not_configured', []],
  ] as const)('%s', async (_, records, expectedRegion, facts, outcome, subjects) => {
    const answer = await answerOf(check, { records, facts, policy: { expectedRegion } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });
});

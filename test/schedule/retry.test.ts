import { describe, expect, it } from 'vitest';
import { nextTry, type TriedRun } from '../../src/schedule/retry.ts';

const FAILED: TriedRun = {
  status: 'failed',
  cause: 'outage',
  trigger: 'schedule',
  endedAt: '2026-11-22T03:00:00.000Z',
  unread: 3,
};
const REFUSED: TriedRun = { ...FAILED, cause: 'refused-token' };
const at = (instant: string) => new Date(instant);
const NOW = at('2026-11-22T03:00:00Z');

/** A slot that is tried at every instant it is due, and fails each time at once. */
function tryUntilTheEnd(first: TriedRun): readonly string[] {
  const tries: string[] = [];
  let runs: [TriedRun, ...TriedRun[]] = [first];
  for (;;) {
    const next = nextTry(runs, at(runs[0].endedAt));
    if (next.kind !== 'at') return tries;
    tries.push(next.at.toISOString().slice(8, 16));
    runs = [{ ...first, trigger: 'retry', endedAt: next.at.toISOString() }, ...runs];
  }
}

describe('a slot that an outage spoilt', () => {
  it('is tried again after 5, 15 and 60 minutes, then every four hours, eight times in all', () => {
    expect(tryUntilTheEnd(FAILED)).toEqual([
      '22T03:05',
      '22T03:20',
      '22T04:20',
      '22T08:20',
      '22T12:20',
      '22T16:20',
      '22T20:20',
      '23T00:20',
    ]);
  });

  it('waits from the end of its newest run, whoever started that, and counts tries only', () => {
    const byHand = { ...FAILED, trigger: 'manual', endedAt: '2026-11-22T09:00:00.000Z' };
    const retry = { ...FAILED, trigger: 'retry' };

    expect(nextTry([byHand, retry, FAILED], at('2026-11-22T09:00:00Z'))).toEqual({
      kind: 'at',
      at: at('2026-11-22T09:15:00Z'),
    });
  });

  it('is due at once when its newest run is dated after now: that clock was wrong', () => {
    const ahead = { ...FAILED, endedAt: '2027-01-01T00:00:00.000Z' };

    expect(nextTry([ahead], NOW)).toEqual({ kind: 'at', at: NOW });
  });

  it('is continued five minutes after each run whose time was over, as long as each reads more', () => {
    const cut: TriedRun = { ...FAILED, status: 'partial', cause: 'time', unread: 9 };
    const further: TriedRun = { ...cut, trigger: 'resume', unread: 4, endedAt: '2026-11-22T03:20:00.000Z' };
    const stuck: TriedRun = { ...further, endedAt: '2026-11-22T03:40:00.000Z' };

    expect(nextTry([cut], NOW)).toEqual({ kind: 'at', at: at('2026-11-22T03:05:00Z') });
    expect(nextTry([further, cut], at('2026-11-22T03:21:00Z'))).toEqual({
      kind: 'at',
      at: at('2026-11-22T03:25:00Z'),
    });
    expect(nextTry([stuck, further, cut], NOW)).toEqual({ kind: 'none', why: 'no-use' });
  });

  it.each<[string, Partial<TriedRun>, string]>([
    ['is complete', { status: 'complete', cause: undefined }, 'complete'],
    ['partial for another reason than an outage', { status: 'partial', cause: 'other' }, 'no-use'],
  ])('is not tried again when it %s', (_name, changes, why) => {
    expect(nextTry([{ ...FAILED, ...changes }, FAILED], NOW)).toEqual({ kind: 'none', why });
  });

  it('is tried again when nothing was read, whatever the reason', () => {
    expect(nextTry([{ ...FAILED, cause: 'other' }], NOW).kind).toBe('at');
  });
});

describe('a slot whose token was refused', () => {
  it.each([
    ['03:00', '03:05'],
    ['03:05', '03:20'],
    ['03:21', '04:20'],
    ['04:20', '08:20'],
    ['13:00', '16:20'],
  ])('waits for a new token: who asks at %s looks for one at %s', (now, look) => {
    const next = nextTry([REFUSED], at(`2026-11-22T${now}:00Z`));

    expect(next).toEqual({ kind: 'on-new-token', lookAt: at(`2026-11-22T${look}:00Z`) });
  });

  it('is looked after for as long as it is the newest slot', () => {
    const next = nextTry([REFUSED], at('2027-11-22T00:00:00Z'));

    expect(next).toEqual({ kind: 'on-new-token', lookAt: at('2027-11-22T00:20:00Z') });
  });

  it('is given up after eight new tokens that were refused as well', () => {
    const retries = Array.from({ length: 8 }, () => ({ ...REFUSED, trigger: 'retry' }));

    expect(nextTry([REFUSED, ...retries], NOW)).toEqual({ kind: 'none', why: 'tried-enough' });
  });
});

/** SRC-05: keys in use for too long, and old ones beside new ones. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/write-keys-rotate-and-overlaps-are-short.ts';
import { answerOf } from '../../support/checked.ts';

const [K1, K2] = ['hmac-sha256:b86af9f2:one', 'hmac-sha256:b86af9f2:two'];
const source = (writeKeys: unknown, enabled = true) => [{ id: 'a', name: 'Web', enabled, writeKeys }];
const OLD = '2025-01-01T00:00:00.000Z';
const FIRST = '2026-01-01T00:00:00.000Z';
const NEW = '2026-11-10T00:00:00.000Z';
const KEY = { subject: 'fingerprint-key/b86af9f2', since: OLD };
const seen = (list: Readonly<Record<string, string>>, from = OLD, key = KEY) => ({
  from,
  list: [key, ...Object.entries(list).map(([id, since]) => ({ subject: `sources/a/${id}`, since }))],
});

describe('write keys', () => {
  it.each([
    ['that are young', source([K1]), seen({ [K1]: NEW }), 'pass', 0],
    ['that are old', source([K1]), seen({ [K1]: OLD }), 'fail', 1],
    ['that may be old', source([K1]), undefined, 'indeterminate', 1],
    ['that were there at the first look', source([K1]), seen({ [K1]: FIRST }, FIRST), 'indeterminate', 1],
    [
      'that have new fingerprints',
      source([K1]),
      seen({ [K1]: FIRST }, OLD, { ...KEY, since: FIRST }),
      'indeterminate',
      1,
    ],
    [
      'of which one was just added',
      source([K1, K2]),
      seen({ [K1]: '2026-03-01T00:00:00.000Z', [K2]: NEW }),
      'pass',
      0,
    ],
    [
      'of which one stayed',
      source([K1, K2]),
      seen({ [K1]: '2026-03-01T00:00:00.000Z', [K2]: '2026-06-01T00:00:00.000Z' }),
      'fail',
      1,
    ],
    ['that were not given', source(null), seen({}), 'indeterminate', 1],
    ['that no source has', source([]), undefined, 'not_applicable', 0],
    ['of what is switched off', source([K1], false), seen({ [K1]: OLD }), 'not_applicable', 0],
  ] as const)('%s', async (_, sources, sightings, outcome, exceptions) => {
    const answer = await answerOf(check, { records: { sources }, ...(sightings ? { seen: sightings } : {}) });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(Array(exceptions).fill('sources/a'));
  });
});

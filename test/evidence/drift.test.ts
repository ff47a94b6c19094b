/** What drifted is told by place and kind: bounded, adding up, and in no name that may be anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriftTally, describeDrift } from '../../src/evidence/drift.ts';
import { runs } from '../support/tier.ts';

const ALLOWED: (pointer: string) => boolean = () => false;
const told = (names: readonly string[], isForbidden = ALLOWED) => {
  const tally = new DriftTally();
  for (const name of names) tally.add('new-field', `/data/${name}`);
  return tally.lines(isForbidden);
};
const pointersOf = (names: readonly string[]) => told(names).map(({ pointer }) => pointer);

describe('the name of a drifted field', () => {
  it.each([
    'nickname',
    'is_beta',
    'isCloudEventSource2',
    'hashPropertiesConfiguration',
    'MAX_RETRY_COUNT_TOTAL',
    '$ref',
    '__proto__',
    'x-internal-id',
    'v2',
  ])('is said where a program would have it: %s', (name) => {
    expect(pointersOf([name])).toEqual([`/data/${name}`]);
  });

  it.each([
    ['an address', 'jane@customer.example'],
    ['a number', '4915112345678'],
    ['words', 'the key of Jane'],
    ['an id of Segment', '9aQ1Lj62S4bomZKLF4DPqW'],
    ['an id without many digits', 'ErkvZvbYPbrwsj6g4RKdPD'],
    ['an id without any', 'ErkvZvbYPbrwsjTgXRKdPD'],
    ['a KSUID', 'aWDUuRLxv84rrfCNUwvkrRtkxnS'],
    ['hexadecimal digits', 'c0ffee66be7aeca665bd11f8'],
    ['a UUID', 'a1b2c3d4-0000-4000-8000-000000000000'],
    ['nothing', ''],
    ['another script', 'имя'],
    ['more than a name has', 'x'.repeat(90)],
  ])('is `*` where it is %s', (_what, name) => {
    expect(pointersOf([name])).toEqual(['/data/*']);
  });

  it('is not said where it is a secret of the run, though it looks like a word', () => {
    expect(told(['plain', 'horse'], (pointer) => pointer.includes('horse'))).toEqual([
      { pointer: '/*', kind: 'new-field', count: 1 },
      { pointer: '/data/plain', kind: 'new-field', count: 1 },
    ]);
  });

  it('is `*` where it is what a person of the run is called', () => {
    const tally = new DriftTally();
    for (const name of ['jane', 'nickname']) tally.add('new-field', `/data/${name}`);

    expect(tally.lines(ALLOWED, (name) => name === 'jane').map(({ pointer }) => pointer)).toEqual([
      '/data/*',
      '/data/nickname',
    ]);
  });

  it('is `*` in an object that has more of them than anyone adds, and said beside it', () => {
    const tally = new DriftTally();
    for (let at = 0; at < 21; at += 1) tally.add('new-field', `/data/traits/${'x'.repeat(at + 1)}`);
    tally.add('new-field', '/data/nickname');
    tally.add('missing', '/data/traits/email');

    expect(tally.lines(ALLOWED)).toEqual([
      { pointer: '/data/nickname', kind: 'new-field', count: 1 },
      { pointer: '/data/traits/*', kind: 'new-field', count: 21 },
      { pointer: '/data/traits/email', kind: 'missing', count: 1 },
    ]);
  });
});

describe('what is told', () => {
  it('adds up, names twenty fields at most, and has no step but names and `*`', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'jane@customer.example', 'имя', '\ud800'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 80 }), (names) => {
        const lines = told(names.map((each) => each.replaceAll('/', '~1')));

        expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(names.length);
        expect(lines.filter(({ pointer }) => pointer !== '/*').length).toBeLessThanOrEqual(20);
        for (const { pointer } of lines) expect(pointer).toMatch(/^(?:\/(?:\*|[$_]*[A-Za-z][\w$-]*))+$/);
      }),
      { numRuns: runs({ fast: 30, full: 2_000 }) },
    );
  });

  it('is bounded in memory, and in words, for many names', () => {
    const tally = new DriftTally();
    for (let at = 0; at < 100_000; at += 1) tally.add('new-field', `/data/f${at % 7_000}/x`);

    const lines = tally.lines(ALLOWED);

    expect(lines).toHaveLength(21);
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
    expect(describeDrift(lines)).toBe('new, withheld: /*, /data/f0/x, /data/f1/x, 18 more');
  });
});

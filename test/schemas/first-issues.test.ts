/** The first problems of a large value are problems of it, and a value without any has none. */
import { describe, expect, it } from 'vitest';
import { statement } from '../../schemas/chain.ts';
import { firstIssues, holdsMoreThan } from '../../schemas/first-issues.ts';
import example from '../../schemas/json/chain-statement.v1.example.json' with { type: 'json' };

const MANY = 20_000;
const [artifact] = example.predicate.artifacts;
const withArtifacts = (make: (index: number) => unknown) => ({
  ...example,
  predicate: { ...example.predicate, artifacts: Array.from({ length: MANY }, (_, index) => make(index)) },
});

describe('the first problems of a value', () => {
  it('are none where a large value fits', () => {
    expect(
      firstIssues(
        statement,
        withArtifacts(() => artifact),
      ),
    ).toEqual([]);
  });

  it.each<[string, (index: number) => unknown, string]>([
    ['without members', () => ({}), 'predicate.artifacts.0.path'],
    ['with a member that nobody knows', () => ({ ...artifact, x: 1 }), 'predicate.artifacts.0'],
    ['of another type', () => 1, 'predicate.artifacts.0'],
    [
      'the last of which does not fit',
      (i) => (i === MANY - 1 ? {} : artifact),
      `predicate.artifacts.${MANY - 1}.path`,
    ],
  ])(
    'of which a list is full of things %s are twenty at most, each with its place',
    (_title, make, place) => {
      const issues = firstIssues(statement, withArtifacts(make));

      expect(issues[0]?.path.join('.')).toBe(place);
      expect(issues.length).toBeLessThanOrEqual(20);
    },
  );

  it('are all of them where the value is small', () => {
    const value = { ...example, subject: Array.from({ length: 100 }, () => ({})) };

    expect(firstIssues(statement, value)).toEqual(statement.safeParse(value).error?.issues);
  });
});

it.each([
  [1, 1, false],
  [[], 1, false],
  [[1], 1, true],
  [[1, { a: [2], b: null }], 6, false],
  [[1, { a: [2], b: null }], 5, true],
  [{ a: 'x'.repeat(1000) }, 2, false],
])('%j holds more than %i values: %s', (value, most, isMore) => {
  expect(holdsMoreThan(value, most)).toBe(isMore);
});

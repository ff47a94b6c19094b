/** What keeps the two tiers of the tests honest: nothing is only in the full one, and counts come from one place. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findIn, type SourceText, sourceFiles } from './support/source-tree.ts';

/** Files of the full tier beside which the fast tier has nothing of the same kind. */
function alone(paths: readonly string[]): readonly string[] {
  const there = new Set(paths);
  return paths.filter(
    (path) => path.endsWith('.full.test.ts') && !there.has(path.replace('.full.test.ts', '.test.ts')),
  );
}

const isRuns = (node: ts.Node | undefined) =>
  node !== undefined && ts.isCallExpression(node) && node.expression.getText() === 'runs';

/** Properties whose number of runs is not said by `runs`, there or as a constant of the file. */
function ownCounts(files: readonly SourceText[]): readonly string[] {
  const told = files.filter(({ text }) => text.includes('numRuns'));
  return told.flatMap((file) =>
    findIn(file, (node, source) => {
      if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'numRuns') return undefined;
      const { initializer } = node;
      const isConstant =
        ts.isIdentifier(initializer) && source.text.includes(`const ${initializer.text} = runs(`);
      return isConstant || isRuns(initializer) ? undefined : `numRuns: ${initializer.getText()}`;
    }),
  );
}

const tests = sourceFiles(['test']);

describe('the tiers of the tests', () => {
  it('are both there', () => {
    const paths = tests.map(({ path }) => path).filter((path) => path.endsWith('.test.ts'));

    expect(paths.filter((path) => path.endsWith('.full.test.ts')).length).toBeGreaterThan(0);
    expect(paths.length).toBeGreaterThan(150);
  });

  it('try each kind of thing in the fast one', () => {
    expect(alone(tests.map(({ path }) => path))).toEqual([]);
  });

  it('say in one place how often a property is tried', () => {
    expect(ownCounts(tests)).toEqual([]);
  });
});

describe('what would break these rules', () => {
  const counts = (text: string) => ownCounts([{ path: 'test/planted.test.ts', text }]);

  it.each([
    ['a file that the full tier has alone', alone(['test/a.full.test.ts', 'test/b.test.ts']), 1],
    ['not one with a row in the fast tier', alone(['test/a.full.test.ts', 'test/a.test.ts']), 0],
    ['a count of its own', counts('fc.assert(p, { numRuns: 100 })'), 1],
    ['a constant of its own', counts('const N = 100; fc.assert(p, { numRuns: N })'), 1],
    ['not a count for each tier', counts('fc.assert(p, { numRuns: runs({ fast: 1, full: 2 }) })'), 0],
    [
      'not a constant for each tier',
      counts('const N = runs({ fast: 1, full: 2 }); fc.assert(p, { numRuns: N })'),
      0,
    ],
  ])('is noticed: %s', (_what, found, count) => {
    expect(found).toHaveLength(count);
  });
});

/** The rules of the house that no linter knows: how long things are and what they are called. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findIn, type SourceText, sourceFiles } from './support/source-tree.ts';

const LONGEST_FILE = 250;
const LONGEST_FUNCTION = 50;

const linesOf = (text: string) => text.trimEnd().split('\n').length;

function longFiles(files: readonly SourceText[]): readonly string[] {
  return files
    .filter(({ text }) => linesOf(text) > LONGEST_FILE)
    .map(({ path, text }) => `${path}: ${linesOf(text)} lines`);
}

/** The callback of `describe` is a heading, not a function: what is in it counts, not it. */
function isHeading(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function longFunctions(files: readonly SourceText[]): readonly string[] {
  const told = files.filter(({ text }) => linesOf(text) > LONGEST_FUNCTION);
  return told.flatMap((file) =>
    findIn(file, (node, source) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || isHeading(node)) {
        return undefined;
      }
      const lines = linesOf(node.getText(source));
      const name = node.name?.getText(source) ?? 'without a name';
      return lines > LONGEST_FUNCTION ? `function ${name} of ${lines} lines` : undefined;
    }),
  );
}

const FORBIDDEN = /^(?:utils?|helpers?|common|misc|types)$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function badNames(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const parts = path.replace(/(?:(?:\.full)?\.test)?\.(?:d\.)?(?:tsx?|mjs)$/, '').split('/');
    return parts
      .filter((part) => FORBIDDEN.test(part) || !KEBAB.test(part))
      .map((part) => `${path}: ${FORBIDDEN.test(part) ? 'says nothing' : 'not kebab-case'}: ${part}`);
  });
}

const file = (path: string, text: string): SourceText => ({ path, text });
const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n');

describe('a source file', () => {
  const files = sourceFiles(['src', 'schemas', 'jobs', 'scripts']);

  it('is really looked at', () => {
    expect(files.length).toBeGreaterThan(190);
    expect(files.map(({ path }) => path)).toContain('src/pipeline.ts');
  });

  it('has no more than 250 lines', () => {
    expect(longFiles(files)).toEqual([]);
  });

  it('has no function of more than 50 lines', () => {
    expect(longFunctions(files)).toEqual([]);
  });

  it('has a name in kebab-case that says something, and so have its folders', () => {
    expect(badNames(sourceFiles().map(({ path }) => path))).toEqual([]);
  });
});

describe('what would break these rules', () => {
  it.each([
    ['a file of 251 lines', longFiles([file('src/a.ts', lines(251, 'x'))]), 1],
    ['not a file of 250', longFiles([file('src/a.ts', `${lines(250, 'x')}\n`)]), 0],
    ['a function of 51 lines', longFunctions([file('src/a.ts', `function f() {\n${lines(49, 'x;')}\n}`)]), 1],
    ['not one of 50', longFunctions([file('src/a.ts', `function f() {\n${lines(48, 'x;')}\n}`)]), 0],
    ['an arrow function', longFunctions([file('src/a.ts', `const f = () => {\n${lines(49, 'x;')}\n};`)]), 1],
    ['a method', longFunctions([file('src/a.ts', `class C {\n m() {\n${lines(49, 'x;')}\n}\n}`)]), 1],
    ['a callback of a test', longFunctions([file('a.ts', `it('x', () => {\n${lines(49, 'x;')}\n});`)]), 1],
    [
      'not that of a heading',
      longFunctions([file('a.ts', `describe('x', () => {\n${lines(49, 'x;')}\n});`)]),
      0,
    ],
    ['utils', badNames(['src/utils.ts']), 1],
    ['a folder of types', badNames(['src/types/report.ts']), 1],
    ['camelCase', badNames(['src/readFile.ts']), 1],
    ['not a word that begins like one', badNames(['src/commonwealth.ts', 'src/type-name.ts']), 0],
  ])('is noticed: %s', (_what, found, count) => {
    expect(found).toHaveLength(count);
  });
});

/**
 * Collecting never sends. Every import from where a run begins is followed, late ones too; the one door to a sender
 * is the alert channel `segment`, which is opened by `import()` where the configuration has such a channel.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseSource, ROOT, sourceFiles } from '../support/source-tree.ts';

interface Import {
  readonly from: string;
  /** A file of ours, or a package. */
  readonly to: string;
  readonly isLate: boolean;
}

const DOOR = 'src/alerts/channels/segment.ts';
const SENDS = /^(?:src\/(?:senders\/|sending\.ts|library-senders\.ts)|@segment\/)/;

const texts = new Map(sourceFiles(['src', 'schemas', 'jobs']).map(({ path, text }) => [path, text]));

/** Types `schedule` into the whole command line, which has `canary` too. */
const COMMAND_LINE = 'jobs/schedule.ts';

/** Where runs begin: by hand, by schedule, in Lambda, from a program; and all that they are made of. */
const STARTS = [
  'src/commands/collect.ts',
  'src/commands/schedule.ts',
  'src/commands/demo.ts',
  'src/run-connection.ts',
  'src/pipeline.ts',
  'src/index.ts',
  ...[...texts.keys()].filter((path) => /^(?:jobs|src\/(?:run|segment|service|commit|checks))\//.test(path)),
].filter((path) => path !== COMMAND_LINE);

function importsOf(from: string): readonly Import[] {
  const source = parseSource({ path: from, text: texts.get(from) ?? '' });
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isLate: boolean) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const to = specifier.text.startsWith('.') ? join(from, '..', specifier.text) : specifier.text;
    found.push({ from, to, isLate });
  };
  const visit = (node: ts.Node): void => {
    const isType =
      (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly);
    if (!isType && (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)))
      add(node.moduleSpecifier, false);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Returns every import that can be reached, without going through the door. */
function walk(starts: readonly string[]): readonly Import[] {
  const seen = new Set<string>(starts);
  const found: Import[] = [];
  for (const file of seen) {
    for (const each of importsOf(file)) {
      found.push(each);
      if (each.to !== DOOR && texts.has(each.to)) seen.add(each.to);
    }
  }
  return found;
}

describe('collecting', () => {
  const reached = walk(STARTS);

  it('reaches no sender, by no path', () => {
    expect(STARTS.filter((path) => !texts.has(path))).toEqual([]);
    expect(reached.length).toBeGreaterThan(500);
    expect(reached.filter(({ to }) => SENDS.test(to))).toEqual([]);
  });

  it('opens the channel segment, where there is one, in one place and late', () => {
    const doors = reached.filter(({ to }) => to === DOOR);

    expect(doors).toEqual(
      existsSync(join(ROOT, DOOR)) ? [{ from: 'src/alerts/channels/open.ts', to: DOOR, isLate: true }] : [],
    );
  });

  it('would be seen to: the same walk finds the senders from where they are used', () => {
    const sent = walk(['src/sending.ts']).filter(({ to }) => SENDS.test(to));

    expect(sent).toContainEqual({ from: 'src/sending.ts', to: 'src/senders/open.ts', isLate: false });
    expect(sent).toContainEqual({
      from: 'src/senders/analytics-sdk.ts',
      to: '@segment/analytics-node',
      isLate: false,
    });
  });
});

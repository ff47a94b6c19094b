/**
 * Time, chance, environment and console come in from outside, through few doors. A clock asked anywhere
 * else is a test that cannot be repeated and a record whose time nobody can account for.
 */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findIn, type SourceText, sourceFiles } from './support/source-tree.ts';

const CLOCK_OR_DICE =
  /^(?:(?:globalThis\.)?(?:Date\.now|performance\.(?:now|timeOrigin)|Math\.random)|process\.(?:hrtime|uptime)(?:\.bigint)?)$/;
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const RANDOM = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
]);

const AMBIENT_WORDS = new RegExp(
  ['Date', 'performance', 'hrtime', 'uptime', 'Math.random', ...TIMERS, ...RANDOM].join('|'),
);

function ambient(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    return CLOCK_OR_DICE.test(text) || RANDOM.has(node.name.text) ? text : undefined;
  }
  if (ts.isImportSpecifier(node)) {
    const name = (node.propertyName ?? node.name).text;
    return TIMERS.has(name) || RANDOM.has(name) ? `import of ${name}` : undefined;
  }
  if (ts.isIdentifier(node) && TIMERS.has(node.text) && ts.isCallExpression(node.parent)) {
    return node.parent.expression === node ? node.text : undefined;
  }
  return undefined;
}

function environment(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') return 'process.env';
  const isImport = ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env';
  return isImport && /'(?:node:)?process'/.test(node.parent.parent.parent.getText())
    ? 'import of env'
    : undefined;
}

function printing(node: ts.Node): string | undefined {
  if (
    ts.isIdentifier(node) &&
    node.text === 'console' &&
    !ts.isPropertyAccessExpression(node.parent.parent)
  ) {
    return ts.isPropertyAccessExpression(node.parent) ? node.parent.getText() : undefined;
  }
  return ts.isPropertyAccessExpression(node) && node.getText() === 'process.stdout'
    ? 'process.stdout'
    : undefined;
}

/** Returns the files in which a rule finds something, and what, once each. It finds nothing where none of the words is. */
function doors(files: readonly SourceText[], words: RegExp, rule: (node: ts.Node) => string | undefined) {
  const told = files.filter(({ text }) => words.test(text));
  const found = told.flatMap(({ path, text }) =>
    findIn({ path, text }, rule).map((line) => [path, line.replace(/^.*?:\d+: /, '')] as const),
  );
  return Object.fromEntries(
    [...new Set(found.map(([path]) => path))].map((path) => [
      path,
      [...new Set(found.filter(([at]) => at === path).map(([, what]) => what))].sort(),
    ]),
  );
}

describe('the program', () => {
  const files = sourceFiles(['src', 'schemas', 'jobs']);

  it('asks the clock and the dice in its composition root, and elsewhere only for a reason', () => {
    expect(doors(files, AMBIENT_WORDS, ambient)).toEqual({
      // The composition root: everybody else is handed a clock and dice.
      'src/deps.ts': [
        'Math.random',
        'import of randomBytes',
        'import of randomUUID',
        'import of setTimeout',
        'new Date()',
      ],
      // A random number for each question to an authority, so that no old answer passes for a new one.
      'src/authority.ts': ['import of randomBytes'],
      // Makes a key of its own for a demo folder, once; no record depends on it.
      'src/commands/demo.ts': ['import of randomBytes'],
      // Waits when it is told to answer slowly; what it answers comes from its seed.
      'src/simulator/simulator.ts': ['import of setTimeout'],
      // One timer of each request, which ends with it: those of `AbortSignal.timeout` stay.
      'src/segment/deadline.ts': ['setTimeout'],
      // The composition root of the page that verifies: the browser's clock.
      'src/verify-page/app.tsx': ['new Date()', 'performance.now'],
      // Key of a temporary file that nobody else can read; it is gone with the run.
      'src/program/surveyor.ts': ['import of randomBytes'],
      'src/spool/spool.ts': ['import of randomBytes'],
    });
  });

  it('reads its environment in one place', () => {
    expect(doors(files, /env/, environment)).toEqual({ 'src/config/environment.ts': ['process.env'] });
  });

  it('prints in one place', () => {
    expect(doors(files, /console|stdout/, printing)).toEqual({ 'src/cli.ts': ['process.stdout'] });
  });
});

describe('what would break these rules', () => {
  const found = (rule: (node: ts.Node) => string | undefined, text: string) =>
    findIn({ path: 'src/planted.ts', text }, rule);

  it.each([
    'const now = new Date();',
    'const now = new Date;',
    'const text = Date();',
    'const ms = Date.now();',
    'const clock = Date.now;',
    'const ms = performance.now();',
    'const ns = process.hrtime.bigint();',
    'const s = process.uptime();',
    'const chance = Math.random();',
    "import { randomUUID as id } from 'node:crypto';",
    "import { randomBytes } from 'node:crypto';",
    "import * as crypto from 'node:crypto'; crypto.randomInt(5);",
    'crypto.getRandomValues(bytes);',
    'setTimeout(() => undefined, 5);',
    "import { setTimeout as wait } from 'node:timers/promises';",
  ])('is noticed as a clock or dice: %s', (text) => {
    expect(found(ambient, text)).not.toEqual([]);
  });

  it.each([
    'new Date(ms)',
    'new Date(Date.UTC(2026, 0))',
    'Date.parse(text)',
    'clock.now()',
    'Math.floor(x)',
  ])('is not: %s', (text) => {
    expect(found(ambient, text)).toEqual([]);
  });

  it.each([
    ['the environment', environment, "const home = process.env['HOME'];"],
    ['the environment by import', environment, "import { env } from 'node:process';"],
    ['the console', printing, "console.log('x');"],
    ['stdout', printing, "process.stdout.write('x');"],
  ])('is noticed: %s', (_what, rule, text) => {
    expect(found(rule, text)).not.toEqual([]);
  });
});

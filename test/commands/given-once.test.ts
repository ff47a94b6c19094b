/** Options that take one value, of every command: given twice they are refused, before anything is done. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliContext } from '../../src/command-context.ts';
import { realSurroundings } from '../../src/deps.ts';
import { buildProgram } from '../../src/program.ts';
import { runInside } from '../support/inside.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'evidence-once-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

// Nothing of it is asked for before a command runs.
const { program } = buildProgram({ streams: {} } as CliContext);
const leavesOf = (command: Command, path: readonly string[] = []): readonly [string, Command][] =>
  command.commands.flatMap((each) =>
    each.commands.length > 0
      ? leavesOf(each, [...path, each.name()])
      : [[[...path, each.name()].join(' '), each] as [string, Command]],
  );
const leaves = leavesOf(program);
const takesOne = (option: Option) => (option.required || option.optional) && !option.variadic;
const run = (args: readonly string[]) =>
  runInside(args, { dir, surroundings: realSurroundings({}, new AbortController().signal) });

describe('an option that takes one value', () => {
  it.each(leaves)('of %s is refused where it is given twice', async (path, command) => {
    const wrong: unknown[] = [];
    for (const option of command.options.filter(takesOne)) {
      const given = [option.long ?? '', option.argChoices?.[0] ?? 'x'];
      const { code, stderr } = await run([...path.split(' '), ...given, ...given]);
      const isSaid = stderr.startsWith(`${path}: ${option.long}: expected it once, got it twice\n`);
      if (code !== 2 || !isSaid) wrong.push({ option: option.long, code, stderr });
    }

    expect(wrong).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is there in every command, and is not what takes several values or none', async () => {
    expect(leaves.length).toBeGreaterThan(20);
    expect(leaves.filter(([, { options }]) => !options.some(takesOne))).toEqual([]);
    for (const args of [
      ['verify', 'none', '--key', 'a.pem', '--key', 'b.pem'],
      ['population', 'users', '--store', 'none', '--json', '--json'],
    ])
      expect((await run(args)).stderr).not.toContain('expected it once');
  });
});

/** The page for auditors: each command as it stands there, over three days of a simulated workspace. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SealedDays, sealDays } from '../mcp/sealed-days.ts';
import { documentedCommands } from './documented-commands.ts';
import { readPage } from './pages.ts';

const PAGE = 'docs/for-auditors.md';
const commands = documentedCommands().flatMap(({ page, command }) => (page === PAGE ? [command] : []));

/** The days of the page, and those of the workspace that stands for the reader's. */
const DAYS: Readonly<Record<string, string>> = {
  '2026-11-12': '2026-11-20',
  '2026-10-01': '2026-11-20',
  '2026-12-31': '2026-11-22',
};

let days: SealedDays;

beforeAll(async () => {
  days = await sealDays();
  const { dir } = days.cli;
  copyFileSync(join(dir, 'keys/signing-key.pub.pem'), join(dir, 'signing-key.pub.pem'));
});
afterAll(() => days.close());

/** Runs a command of the page. What was collected of that quarter is little: 4 is as good an end as 0. */
async function typed(command: string) {
  const exchanged = Object.entries(DAYS).reduce((text, [day, other]) => text.replaceAll(day, other), command);
  const [program, ...args] = exchanged.split(' ');
  const ran = await days.cli.run(args);
  const out = args[args.indexOf('--out') + 1];
  const file = args.includes('--out') ? join(days.cli.dir, out ?? '') : undefined;
  return { program, ...ran, file };
}

describe('the page for auditors', () => {
  it('has ten questions, each with what its file says and what it cannot know', () => {
    const questions = readPage(PAGE)
      .split(/^## (?=\d+\. )/m)
      .slice(1);

    expect(questions.map((text) => Number.parseInt(text, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(questions.filter((text) => !text.includes('Cannot know: '))).toEqual([]);
    expect(questions.filter((text) => !/^\d+\. [A-Z].*\?\n/.test(text))).toEqual([]);
  });

  it.each(commands)('is right that this works: %s', async (command) => {
    const { program, code, stdout, stderr, file } = await typed(command);

    expect([program, stderr]).toEqual(['segment-evidence', '']);
    expect([0, 4]).toContain(code);
    if (file === undefined) return;
    expect(stdout).toMatch(/^(COMPLETE|NOT COMPLETE): .+\n\n.+\nsha256:[0-9a-f]{64}\n$/s);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file).subarray(0, 2).toString('latin1')).toBe('PK');
  });

  it('names only files that open in a spreadsheet, and asks again for what it says', () => {
    expect(commands.filter((command) => command.includes('--out') && !command.endsWith('.xlsx'))).toEqual([]);
    expect(commands.filter((command) => command.includes(' reperform '))).toEqual([
      'segment-evidence reperform --resource users',
    ]);
    expect(commands.length).toBeGreaterThan(8);
  });
});

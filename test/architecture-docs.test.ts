/** What is generated is up to date, and the scripts that say so can also say no. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../schemas/resources/index.ts';
import { buildAll } from './support/built.ts';
import { withFolder } from './support/folder.ts';
import { ROOT } from './support/source-tree.ts';
import { everyNth, IS_FULL } from './support/tier.ts';

beforeAll(buildAll, 120_000);

const README =
  'A tool.\n\n<!-- decisions:start -->\n<!-- decisions:end -->\n\n<!-- resources:start -->\nold\n<!-- resources:end -->\n\nMore.\n';

/** Runs a script in a folder of its own, beside our built schemas and a copy of what it compares. */
function runScript(folder: string, script: string, ...args: readonly string[]) {
  try {
    const stdout = execFileSync(process.execPath, [join(folder, 'scripts', script), ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return { code: 0, text: stdout };
  } catch (error) {
    const { status, stderr } = error as { readonly status: number; readonly stderr: string };
    return { code: status, text: stderr };
  }
}

function inCopy(use: (folder: string) => void): Promise<void> {
  return withFolder(async (folder) => {
    cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
    mkdirSync(join(folder, 'schemas'));
    cpSync(join(ROOT, 'schemas/json'), join(folder, 'schemas/json'), { recursive: true });
    mkdirSync(join(folder, 'test'));
    symlinkSync(join(ROOT, 'dist'), join(folder, 'dist'), 'junction');
    symlinkSync(join(ROOT, 'test/golden'), join(folder, 'test/golden'), 'junction');
    cpSync(join(ROOT, 'docs'), join(folder, 'docs'), { recursive: true });
    writeFileSync(join(folder, 'README.md'), README);
    use(folder);
  });
}

describe('the published schemas', () => {
  it.runIf(IS_FULL)('are up to date by their script too, as long as nobody edits them', async () => {
    await inCopy((folder) => {
      const file = join(folder, 'schemas/json/redactions.v1.schema.json');

      const fresh = runScript(folder, 'write-schemas.mjs', '--check');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"count"', '"counts"'));
      const edited = runScript(folder, 'write-schemas.mjs', '--check');
      const written = runScript(folder, 'write-schemas.mjs');
      const again = runScript(folder, 'write-schemas.mjs', '--check');

      expect(fresh).toEqual({ code: 0, text: '' });
      expect(edited.code).toBe(1);
      expect(edited.text).toContain('out of date: schemas/json/redactions.v1.schema.json\n');
      expect(edited.text.match(/out of date/g)).toHaveLength(1);
      expect([written.code, again.code]).toEqual([0, 0]);
      expect(readFileSync(file, 'utf8')).toBe(
        readFileSync(join(ROOT, 'schemas/json/redactions.v1.schema.json'), 'utf8'),
      );
    });
  });
});

describe('the table of resources in a README', () => {
  it('is written between its markers, a row for each resource, and nothing else is touched', async () => {
    await inCopy((folder) => {
      const before = runScript(folder, 'write-docs.mjs', '--check');
      const written = runScript(folder, 'write-docs.mjs');
      const after = runScript(folder, 'write-docs.mjs', '--check');

      const text = readFileSync(join(folder, 'README.md'), 'utf8');
      const rows = text.split('\n').filter((line) => line.startsWith('| `'));
      expect([before.code, written.code, after.code]).toEqual([1, 0, 0]);
      expect(before.text).toContain('out of date: README.md');
      expect(text).toMatch(
        /^A tool\.\n\n<!-- decisions:start -->\nOf the 100 operations [^\n]+\n<!-- decisions:end -->\n\n<!-- resources:start -->\n\|[\s\S]*\|\n<!-- resources:end -->\n\nMore\.\n$/,
      );
      expect(rows.map((row) => row.split('`')[1])).toEqual(resources.map(({ name }) => name));
      for (const { purpose, operationId, path, role } of resources) {
        expect(text).toContain(`${purpose} | \`${operationId}\` (GET ${path}) | ${role} |`);
      }
    });
  });

  const unfit = [
    ['no markers', 'A tool.\n'],
    ['no end', '<!-- resources:start -->\n'],
    ['two tables', README + README],
  ] as const;

  it.each(everyNth(unfit, 3))('is not written into a README with %s', async (_what, readme) => {
    await inCopy((folder) => {
      writeFileSync(join(folder, 'README.md'), readme);

      const ran = runScript(folder, 'write-docs.mjs');

      expect(ran.code).toBe(1);
      expect(ran.text).toContain('README.md: expected <!-- resources:start -->');
      expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readme);
    });
  });

  it('is up to date in ours (else: npm run docs)', () => {
    expect(runScript(ROOT, 'write-docs.mjs', '--check')).toEqual({ code: 0, text: '' });
  });
});

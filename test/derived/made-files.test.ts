/** Files that are made anew: where there is no room for them, that is said, and nothing is left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MadeFiles } from '../../src/derived/made-files.ts';

const temporary = process.env['TMPDIR'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'made-files-test-'));
});
afterEach(() => {
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
  rmSync(folder, { recursive: true, force: true });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

it('says so where there is no place for them', async () => {
  process.env['TMPDIR'] = join(folder, 'gone');

  await expect(new MadeFiles().make(once('a'))).rejects.toMatchObject({
    code: 'NO_TEMPORARY_FILES',
    message: expect.stringContaining('expected to write a temporary file, got ENOENT'),
  });
});

it('says so where their folder goes while they are made', async () => {
  process.env['TMPDIR'] = folder;
  const files = new MadeFiles();
  await files.make(once('a'));
  await files.remove();

  await expect(files.make(once('b'))).rejects.toMatchObject({ code: 'NO_TEMPORARY_FILES' });
});

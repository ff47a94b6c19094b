/** Files that are named on the command line. */
import { constants } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readGivenBytes } from '../../src/commands/given-files.ts';

it('reads what can be held, and refuses at once what may not end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-given-'));
  const most = 4 * 1024 * 1024;
  writeFileSync(join(folder, 'fits'), Buffer.alloc(most));
  writeFileSync(join(folder, 'more'), Buffer.alloc(most + 1));
  // Of holes alone. One byte less would be a text.
  writeFileSync(join(folder, 'no text'), '');
  truncateSync(join(folder, 'no text'), constants.MAX_STRING_LENGTH + 1);
  // Nobody ever writes into it.
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const read = (file: string) => readGivenBytes('review import', 'FILE', file, folder, most);

  const found = await Promise.allSettled([
    read('fits'),
    read('more'),
    read('/dev/zero'),
    read('pipe'),
    read('none'),
    read('.'),
    readGivenBytes('verify', '--page', 'no text', folder),
  ]);

  rmSync(folder, { recursive: true });
  expect(
    found.map((each) => (each.status === 'fulfilled' ? each.value.length : each.reason.message)),
  ).toEqual([
    most,
    'review import: FILE more: expected a file to read, got more than can be read',
    'review import: FILE /dev/zero: expected a file to read, got a pipe or a device',
    'review import: FILE pipe: expected a file to read, got a pipe or a device',
    'review import: FILE none: expected a file to read, got none',
    'review import: FILE .: expected a file to read, got a folder',
    'verify: --page no text: expected a file to read, got more than can be read',
  ]);
});

/**
 * The whole store of four runs, byte for byte. The formats are for ever: a difference here is either a
 * mistake or a new format version. Rewritten only by `npm run golden`; its diff is the review.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFolder, withFolder } from '../support/folder.ts';
import { writeGoldenStore } from '../support/golden-run.ts';
import { everyNth } from '../support/tier.ts';

const GOLDEN = join(import.meta.dirname, 'store');
const timezone = process.env['TZ'];

afterEach(() => {
  if (timezone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = timezone;
});

function goldenFiles(): ReadonlyMap<string, string> {
  return new Map([...readFolder(GOLDEN)].map(([path, bytes]) => [path, bytes.toString('latin1')]));
}

/** The first line of each file that is another one: a picture of all differences of long lines takes minutes. */
function firstDifferences(
  files: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): readonly string[] {
  return [...expected].flatMap(([path, text]) => {
    const found = files.get(path);
    if (found === text) return [];
    const lines = text.split('\n');
    const at = (found ?? '').split('\n').findIndex((line, index) => line !== lines[index]);
    return [`${path}, line ${at + 1}`];
  });
}

async function generate(
  options?: Parameters<typeof writeGoldenStore>[1],
): Promise<ReadonlyMap<string, string>> {
  return withFolder(async (folder) => {
    await writeGoldenStore(folder, options);
    return new Map([...readFolder(folder)].map(([path, bytes]) => [path, bytes.toString('latin1')]));
  });
}

if (process.env['GOLDEN'] === 'write') {
  beforeAll(async () => {
    rmSync(GOLDEN, { recursive: true, force: true });
    await writeGoldenStore(GOLDEN);
    rmSync(join(GOLDEN, '.tmp'), { recursive: true, force: true });
  });
}

describe('the golden store', () => {
  it.each(everyNth(['Pacific/Kiritimati', 'UTC', 'America/St_Johns'], 3))(
    'comes out byte for byte in time zone %s',
    async (zone) => {
      process.env['TZ'] = zone;

      const generated = await generate();

      const expected = goldenFiles();
      expect([...generated.keys()]).toEqual([...expected.keys()]);
      expect(firstDifferences(generated, expected)).toEqual([]);
    },
  );

  const readings = [
    { pageSize: 7, order: 'reversed' },
    { pageSize: 1, order: 'natural' },
    { pageSize: 1000, order: 'shuffled' },
  ] as const;

  it.each(everyNth(readings, 3))(
    'has equal artifacts when read in pages of $pageSize, server order $order',
    async (options) => {
      const artifacts = (files: ReadonlyMap<string, string>) =>
        new Map([...files].filter(([path]) => path.includes('/data/resources/')));

      const generated = await generate(options);

      expect(firstDifferences(artifacts(generated), artifacts(goldenFiles()))).toEqual([]);
    },
  );
});

/** Decisions that name what there is now, against what there is. */
import { describe, expect, it } from 'vitest';
import { firstColumn, listFiles, readPage, section } from './pages.ts';

describe('decisions', () => {
  const files = listFiles('docs/decisions', '.md');

  it('have each a number of their own, the same in the name of the file and in its first line', () => {
    const numbers = files.map((file) => /\/(\d{4})-[^/]+\.md$/.exec(file)?.[1] ?? file);

    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
    for (const [at, file] of files.entries())
      expect([file, readPage(file).split('. ', 1)[0]]).toEqual([file, `# ${Number(numbers[at])}`]);
  });
});

describe('docs/decisions/0011-dependencies.md', () => {
  it('has every package that the program depends on, and no other', () => {
    const { dependencies } = JSON.parse(readPage('package.json')) as { dependencies: Record<string, string> };
    const text = section(readPage('docs/decisions/0011-dependencies.md'), '## Decision');

    expect([...firstColumn(text)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

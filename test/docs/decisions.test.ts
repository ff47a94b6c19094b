/** Decisions that name what there is now, against what there is. */
import { describe, expect, it } from 'vitest';
import { firstColumn, readPage, section } from './pages.ts';

describe('docs/decisions/0011-dependencies.md', () => {
  it('has every package that the program depends on, and no other', () => {
    const { dependencies } = JSON.parse(readPage('package.json')) as { dependencies: Record<string, string> };
    const text = section(readPage('docs/decisions/0011-dependencies.md'), '## Decision');

    expect([...firstColumn(text)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

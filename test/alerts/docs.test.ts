/** What docs/alerts.md shows must work as it stands there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, MINIMAL } from '../config/folder.ts';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/alerts.md'), 'utf8');

describe('the page about alerts', () => {
  it('shows a configuration that is valid, with every kind of channel that this version has', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

    const { connections } = load(MINIMAL + yaml);

    expect(connections[0]?.alerts.map(({ channel }) => channel)).toEqual(['slack', 'webhook', 'sns']);
  });

  it('names files that are there', () => {
    const links = [...page.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);

    expect(links).toHaveLength(2);
    for (const path of links) expect(readFileSync(join(ROOT, path), 'utf8')).not.toBe('');
  });
});

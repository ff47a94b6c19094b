/** What docs/alerts.md shows must work as it stands there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channelKinds, isSupportedChannel } from '../../schemas/channel-kinds.ts';
import { load, MINIMAL } from '../config/folder.ts';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/alerts.md'), 'utf8');

describe('the page about alerts', () => {
  it('shows a configuration that is valid, and lists every kind of channel that this version has', async () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

    const { connections } = await load(MINIMAL + yaml);

    const built = channelKinds.filter(isSupportedChannel);
    const shown = connections[0]?.alerts.map(({ channel }) => channel) ?? [];
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.filter((kind) => !isSupportedChannel(kind))).toEqual([]);
    expect([...new Set(shown)]).toEqual(shown);
    const [, table = ''] = /<!-- channels:start -->([\s\S]*?)<!-- channels:end -->/.exec(page) ?? [];
    expect([...table.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, kind = '']) => kind)).toEqual(built);
  });

  it('names files that are there', () => {
    const links = [...page.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);

    expect(links).toHaveLength(4);
    for (const path of links) expect(readFileSync(join(ROOT, path), 'utf8')).not.toBe('');
  });
});

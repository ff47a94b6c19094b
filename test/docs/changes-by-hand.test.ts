/** The commands of docs/changes.md find by hand what `changes` says. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sharedQuarter } from '../support/quarter.ts';
import { readPage } from './pages.ts';

const blocks = [...readPage('docs/changes.md').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
  ([, block = '']) => block,
);

/** `diff` ends with 1 where it found something. */
function typed(block: string | undefined, env: Readonly<Record<string, string>>): string {
  const script = (block ?? '').replaceAll(/\n(?=.)/g, '\necho ====\n');
  return String(execFileSync('bash', ['-c', `${script}\ntrue`], { env: { ...process.env, ...env } }));
}

it('shows who came, what changed, and what the trail says of it', async () => {
  const { store, runs, days, story } = await sharedQuarter();
  const folder = (day: number) =>
    join(store, 'segment-evidence/v1/acme', runs.get(day)?.record.snapshotPath ?? '');
  const { joined, promoted } = story.cast;
  const sides = { A: folder(days.access), B: folder(days.access + 1) };

  const [ids = '', lines = ''] = typed(blocks[0], sides).split('====\n');
  expect(ids.match(/^[<>].*$/gm)).toEqual([`> ${joined.id}`]);
  expect(lines.match(/^[<>]/gm)?.sort()).toEqual(['<', '>', '>']);
  expect(typed(blocks[1], { ...sides, ID: promoted.id })).toMatch(/^> .*"roleName": "Tracking Plan Admin"$/m);
  expect(typed(blocks[2], { ...sides, ID: promoted.id })).toMatch(/"User Policy Updated","[^"]+@[^"]+"\]\n$/);
});

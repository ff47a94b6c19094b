/** What was attached by hand, on pages: given, missing or out of date as `manual list` says, and never given where nobody can tell. */
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../schemas/resources/index.ts';
import { manualFacts } from '../../../src/answers/pages/manual-facts.ts';
import { manualSlots } from '../../../src/checks/manual/slots.ts';
import { keepAttached } from '../../../src/commands/manual-store.ts';
import { snapshotPage } from '../../../src/report/snapshot/page.tsx';
import { openFolderStore } from '../../../src/store/folder.ts';
import { ATTACHED, attachedText } from '../../support/manual.ts';
import { factsOnPage, rowsOnPage, textOf, viewOnPage } from '../../support/page-facts.ts';
import { type PageScene, pageScene } from '../../support/page-scene.ts';
import { recomputed } from '../../support/recomputed.ts';
import { filesOf } from '../../support/snapshot-files.ts';

const definitions = resources.filter(({ name }) => ['workspace', 'users'].includes(name));
const OLD = 'The agreement of last year.\n';
const given = attachedText();
const old = attachedText(OLD, {
  slot: 'processing-agreement',
  effective: '2025-01-01',
  expires: '2025-12-31',
  attachedAt: '2025-01-02T03:00:05.000Z',
});

let scene: PageScene;
beforeAll(async () => {
  scene = await pageScene({
    definitions,
    meanwhile: async ({ folder }) => {
      const store = openFolderStore(folder, () => 'unused');
      await keepAttached('manual attach', store, given, Buffer.from(ATTACHED));
      await keepAttached('manual attach', store, old, Buffer.from(OLD));
    },
  });
});

const stateOf = (html: string, slot: string) =>
  rowsOnPage(html, 'manual-evidence').find((row) => row[3] === slot)?.[1];

describe('what was attached by hand', () => {
  it('is given, out of date or missing on the day of the snapshot', () => {
    expect(stateOf(scene.html, given.slot)).toBe('✓given');
    expect(stateOf(scene.html, old.slot)).toBe('✕out of date');
    expect(stateOf(scene.html, 'mfa-requirement')).toBe('○missing');
    expect(rowsOnPage(scene.html, 'manual-evidence')).toHaveLength(manualSlots.length);
    expect(rowsOnPage(scene.html, 'manual-evidence')[0]?.[3]).toBe(old.slot);
  });

  it('names the file, who attached it as they said, and its digest; of what is missing what to attach', () => {
    const row = rowsOnPage(scene.html, 'manual-evidence').find((each) => each[3] === given.slot);

    for (const words of ['Filled until 2027-10-01', 'sso.txt', 'by ada, as they said', given.file.sha256])
      expect(row?.[2]).toContain(words);
    expect(rowsOnPage(scene.html, 'manual-evidence').find((each) => each[3] === old.slot)?.[2]).toContain(
      'Attach the signed agreement',
    );
  });

  it('is counted as its descriptions are', () => {
    const said = factsOnPage(scene.html).filter(({ at }) => at.startsWith('manual.'));

    expect(said.map(({ value }) => value)).toEqual([1, manualSlots.length - 2, 1]);
    for (const { at, value } of said)
      expect([at, recomputed(filesOf(scene.folder), at)]).toEqual([at, value]);
  });

  it.each([
    [
      'something in its place is not what was attached',
      { attached: [given], problems: ['read manual evidence: changed'] },
    ],
    ['nobody looked', undefined],
  ])('is not known, and never given, where %s', (_why, found) => {
    const html = snapshotPage({ ...scene.facts, manual: manualFacts(found, '2026-11-22') });

    expect(stateOf(html, given.slot)).toBe('?not known');
    expect(rowsOnPage(html, 'manual-evidence').map((row) => row[1])).not.toContain('✓given');
    expect(
      factsOnPage(html)
        .filter(({ at }) => at.startsWith('manual.'))
        .map(({ value }) => value),
    ).toEqual([null, null, null]);
    if (found !== undefined) expect(textOf(viewOnPage(html, 'frameworks'))).toContain(found.problems[0]);
  });
});

/** Every number of the page of a snapshot is in its facts, and is what the files of the snapshot say. */
import { beforeAll, describe, expect, it } from 'vitest';
import { factAt, factsOnPage } from '../../support/page-facts.ts';
import { type PageScene, wholeScene } from '../../support/page-scene.ts';
import { filesOf, recomputed } from '../../support/recomputed.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await wholeScene();
});

/** Of the record itself, and not of what it holds. */
const OF_THE_RECORD = /^run\.snapshot\.(seq|chain)$/;

describe('each number on the page of a snapshot', () => {
  it('is the one in its facts', () => {
    const said = factsOnPage(scene.html);

    expect(said.length).toBeGreaterThan(40);
    for (const { at, value } of said) expect([at, factAt(scene.facts, at) ?? null]).toEqual([at, value]);
  });

  it('is what comes out where the files are counted again', () => {
    const files = filesOf(scene.folder);
    const said = factsOnPage(scene.html).filter(({ at }) => !OF_THE_RECORD.test(at));

    for (const { at, value } of said) expect([at, recomputed(files, at)]).toEqual([at, value]);
  });

  it('stands nowhere without its mark: other digits are text of the evidence, instants, or our own words', () => {
    const bare = scene.html
      .replace(/<head>.*?<\/head>/s, '')
      // What is folded says how much there is behind it: it is to be seen there.
      .replaceAll(/<(data|time|bdi|code|desc|title|text|summary)\b.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, '\n');

    expect(bare.split('\n').filter((text) => /\d/.test(text))).toEqual([]);
  });
});

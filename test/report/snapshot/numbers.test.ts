/** Every number of the page of a snapshot is in its facts, and is what the files of the snapshot say. */
import { beforeAll, describe, expect, it } from 'vitest';
import { factAt, factsOnPage } from '../../support/page-facts.ts';
import { type PageScene, wholeScene } from '../../support/page-scene.ts';
import { HELD_ELSEWHERE, recomputed } from '../../support/recomputed.ts';
import { filesOf } from '../../support/snapshot-files.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await wholeScene();
});

/** What has a digit in its name. */
const OUR_WORDS =
  /SOC 2|ISO 27\d+(?::2022)?|NIST 800-53|NIST CSF 2\.0|PCI DSS 4\.0\.1|30 days|SHA-256|sha256sum/g;

describe('each number on the page of a snapshot', () => {
  it('is the one in its facts', () => {
    const said = factsOnPage(scene.html);

    expect(said.length).toBeGreaterThan(40);
    for (const { at, value } of said) expect([at, factAt(scene.facts, at) ?? null]).toEqual([at, value]);
  });

  it('is what comes out where the files are counted again', () => {
    const files = filesOf(scene.folder);
    const said = factsOnPage(scene.html).filter(({ at }) => !HELD_ELSEWHERE.some(([path]) => path.test(at)));

    for (const { at, value } of said) expect([at, recomputed(files, at)]).toEqual([at, value]);
  });

  it('stands nowhere without its mark: other digits are text of the evidence, instants, or our own words', () => {
    const bare = scene.html
      .replace(/<head>.*?<\/head>/s, '')
      .replace(/<script>.*<\/script>/s, '')
      // What is folded says how much there is behind it: it is to be seen there.
      .replaceAll(/<(data|time|bdi|code|desc|title|text|summary)\b.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, '\n');

    const others = bare.split('\n').map((text) => text.replaceAll(OUR_WORDS, ''));
    expect(others.filter((text) => /\d/.test(text))).toEqual([]);
  });
});

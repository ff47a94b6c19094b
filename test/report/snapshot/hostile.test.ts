/** Whatever the evidence holds, a page is the same elements in the same places: nothing in it is markup, a link or a script. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotPage } from '../../../src/report/snapshot/page.tsx';
import { ANY_CHARACTER } from '../../support/characters.ts';
import { hostileFacts } from '../../support/hostile-facts.ts';
import { type PageScene, wholeScene } from '../../support/page-scene.ts';
import { runs } from '../../support/tier.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await wholeScene();
});

/** How texts are shown: of these there are more or fewer, as the text asks for. */
const OF_TEXT: ReadonlySet<string> = new Set(['bdi', 'span', 'details', 'summary', 'wbr']);

const elementsOf = (html: string) =>
  [...html.matchAll(/<([a-zA-Z!][^\s/>]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !OF_TEXT.has(name));

const attributesOf = (html: string) =>
  new Set(
    [...html.matchAll(/<[a-z][^>]*>/g)].flatMap(([tag]) =>
      [...tag.matchAll(/ ([a-zA-Z-]+)="/g)].map(([, name]) => name),
    ),
  );

const bodyOf = (html: string) => html.slice(html.indexOf('<body>')).replace(/<script>.*<\/script>/s, '');

describe('a page with hostile texts in every field', () => {
  it('has no element that it would not have, and no attribute', () => {
    const html = snapshotPage(hostileFacts(scene.facts));
    const known = new Set(elementsOf(bodyOf(scene.html)));
    const attributes = attributesOf(bodyOf(scene.html));

    expect(elementsOf(bodyOf(html)).filter((name) => !known.has(name))).toEqual([]);
    expect([...attributesOf(bodyOf(html))].filter((name) => !attributes.has(name))).toEqual([]);
    expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<style/g)).toHaveLength(1);
  });

  it('links nowhere but into itself', () => {
    const html = snapshotPage(hostileFacts(scene.facts));
    const links = [...html.matchAll(/ (?:href|src|action|xlink:href)="([^"]*)"/g)].map(([, to = '']) => to);

    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((to) => !to.startsWith('#'))).toEqual([]);
  });

  it('is the same elements for any text', () => {
    const known = new Set(elementsOf(bodyOf(scene.html)));

    fc.assert(
      fc.property(fc.array(fc.string({ unit: ANY_CHARACTER }), { minLength: 1, maxLength: 20 }), (names) => {
        const html = bodyOf(snapshotPage(hostileFacts(scene.facts, names)));
        expect(elementsOf(html).filter((name) => !known.has(name))).toEqual([]);
      }),
      { numRuns: runs({ fast: 5, full: 200 }) },
    );
  });
});

describe('the policy of a page', () => {
  it('allows its own script and its own style sheet alone', () => {
    const policy = / content="(default-src[^"]*)"/.exec(scene.html)?.[1] ?? '';

    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
  });
});

/** Whatever the evidence holds, a page is the same elements in the same places: nothing in it is markup, a link or a script. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageScript } from '../../../src/report/page/script.ts';
import { snapshotPage } from '../../../src/report/snapshot/page.tsx';
import { verifyScript } from '../../../src/report/verify/script.ts';
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

const scriptsOf = (html: string) =>
  html
    .split(/<script[^>]*>/)
    .slice(1)
    .map((part) => part.split('</script>')[0]);

const bodyOf = (html: string) => html.slice(html.indexOf('<body>')).replace(/<script>.*<\/script>/s, '');

describe('a page with hostile texts in every field', () => {
  it('has no element that it would not have, and no attribute', () => {
    const html = snapshotPage(hostileFacts(scene.facts));
    const known = new Set(elementsOf(bodyOf(scene.html)));
    const attributes = attributesOf(bodyOf(scene.html));

    expect(elementsOf(bodyOf(html)).filter((name) => !known.has(name))).toEqual([]);
    expect([...attributesOf(bodyOf(html))].filter((name) => !attributes.has(name))).toEqual([]);
    expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
    expect(scriptsOf(html)).toEqual([pageScript, verifyScript]);
    expect(html.match(/<style/g)).toHaveLength(1);
  });

  it('links nowhere but into itself', () => {
    const html = snapshotPage(hostileFacts(scene.facts));
    const links = [...bodyOf(html).matchAll(/ (?:href|src|action|xlink:href)="([^"]*)"/g)].map(
      ([, to = '']) => to,
    );

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
  it('allows its own scripts and its own style sheet alone', () => {
    const policy = / content="(default-src[^"]*)"/.exec(scene.html)?.[1] ?? '';

    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = /<style>(.*?)<\/style>/s.exec(scene.html)?.[1];
    const scripts = [pageScript, verifyScript].map(hash).join(' ');
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${scripts}; base-uri 'none'; form-action 'none'`,
    );
  });
});

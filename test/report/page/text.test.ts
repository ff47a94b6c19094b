/** What strangers may have typed, as a page shows it. */
import fc from 'fast-check';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Said } from '../../../src/report/page/said.tsx';
import { Text, Texts } from '../../../src/report/page/text.tsx';
import { textOf } from '../../support/page-facts.ts';
import { runs } from '../../support/tier.ts';

/** Without the places where a long word may break. */
const shown = (value: string) => render(h(Text, { value })).replaceAll('<wbr/>', '');

describe('a text of another', () => {
  it.each([
    ['markup', '</script><img src=x onerror=alert(1)>', '&lt;/script>&lt;img src=x onerror=alert(1)>'],
    ['a quote', '"\'&', '&quot;'],
    ['an end of direction', 'a\u202Egpj.exe\u2069', 'U+202E'],
    ['what is not to be seen', 'ad\u200Bmin', 'U+200B'],
    ['a null', 'a\u0000b', 'U+0000'],
    ['half of a character', 'a\uD800b', 'U+D800'],
  ])('commands nothing: %s', (_what, value, expected) => {
    expect(shown(value)).toContain(expected);
    expect(shown(value)).not.toMatch(/<(?!\/?(?:bdi|span|details|summary)\b)/);
  });

  it('is folded where it is long, and all of it is there', () => {
    const value = 'x'.repeat(10_000);

    expect(shown(value)).toMatch(/^<details/);
    expect(shown(value).match(/x/g)?.length).toBeGreaterThanOrEqual(10_000);
  });

  it('holds no character that turns direction or hides, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const html = shown(value);
        expect(html).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u200B\uFEFF]/u);
        expect(html.replaceAll(/<\/?(?:bdi|span|details|summary)(?: class="[a-z]+")?>/g, '')).not.toContain(
          '<',
        );
      }),
      { numRuns: runs({ fast: 300, full: 20_000 }) },
    );
  });
});

describe('a list of texts', () => {
  it('shows the first ones and folds the others', () => {
    const html = render(h(Texts, { values: ['a', 'b', 'c', 'd', 'e'] }));

    expect(textOf(html)).toBe('abc2 morede');
  });

  it('says that it is empty', () => {
    expect(textOf(render(h(Texts, { values: [] })))).toBe('none');
  });
});

describe('a sentence of our own', () => {
  it.each([
    ['a command', 'Run `check --all`: it says.', 'Run <code>check --all</code>: it says.'],
    ['markup in a command', 'Run `<b>`.', 'Run <code>&lt;b></code>.'],
    ['two', '`a` or `b`', '<code>a</code> or <code>b</code>'],
    ['half of a pair', 'a ` b', 'a ` b'],
  ])('shows what is to be typed as such: %s', (_what, value, expected) => {
    expect(render(h(Said, { value }))).toBe(`<bdi>${expected}</bdi>`);
  });

  it('has its instants as everywhere', () => {
    expect(render(h(Said, { value: 'from 2026-11-22T09:00:00.000Z, `x`' }))).toContain('<time');
  });
});

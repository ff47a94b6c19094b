/**
 * The shell of every page: one file that asks nobody for anything. What it may run and how it may look is named by digest
 * in its policy, so that no name in the evidence can add to either.
 */
import { createHash } from 'node:crypto';
import type { ComponentChildren, JSX } from 'preact';
import { render } from 'preact-render-to-string';
import { verifyScript } from '../verify/script.ts';
import { VERIFY_STYLE } from '../verify/style.ts';
import { type MadeFrom, MarkOfPage } from './mark.tsx';
import { Badge, Fact, type Mark, STANDING_MARKS } from './marks.tsx';
import { pageScript } from './script.ts';
import { layoutRules, STYLE } from './style/style.ts';
import { type PageView, Section } from './view.tsx';

export interface Page {
  /** Of the window. */
  readonly title: string;
  /** Above the heading: what kind of page it is. */
  readonly kind: string;
  readonly heading: ComponentChildren;
  /** Below it: label and value. */
  readonly about: readonly (readonly [label: string, value: ComponentChildren])[];
  readonly banner: Banner;
  /** Of which evidence it is; then evidence can be checked in it, where `VerifyHere` stands. */
  readonly madeFrom?: MadeFrom;
  /** The first one is the overview, `#overview`. */
  readonly views: readonly PageView[];
  /** Of a page that sends forms to who served it; absent: it sends nothing. */
  readonly form?: { readonly style: string };
}

/** What is said first, and again in each view: how far the page can be relied on. */
export interface Banner {
  readonly mark: Mark;
  readonly words: ComponentChildren;
  /** What it is evidence of, where that is not Segment itself. */
  readonly trial?: string;
  /** It is of a pseudonymised copy. */
  readonly isCopy?: boolean;
  /** In each view; absent where nothing is missing. */
  readonly again?: string;
}

/** Returns the page as one HTML file. The same page is the same bytes. */
export function documentOf(page: Page): string {
  const body = plain(render(<Body page={page} />));
  const isVerifying = page.madeFrom !== undefined;
  const style = STYLE + (isVerifying ? VERIFY_STYLE : '') + (page.form?.style ?? '') + layoutRules(body);
  const scripts = [pageScript, isVerifying ? verifyScript : ''].filter((script) => script !== '');
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src ${scripts.map((script) => `'${hashOf(script)}'`).join(' ') || "'none'"}`,
    "base-uri 'none'",
    `form-action '${page.form === undefined ? 'none' : 'self'}'`,
  ].join('; ');
  const head = render(
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {/* Without any, a browser would not say that a form is of this page. */}
      <meta name="referrer" content={page.form === undefined ? 'no-referrer' : 'same-origin'} />
      {page.madeFrom !== undefined && <MarkOfPage {...page.madeFrom} />}
      <title>{plain(page.title)}</title>
    </head>,
  );
  const run = scripts.map((script) => `<script>${script}</script>`).join('');
  return `<!doctype html>\n<html lang="en" data-made-by="segment-evidence">${head.replace('</head>', `<style>${style}</style></head>`)}<body>${body}${run}</body></html>\n`;
}

/**
 * Names go through `Text`, which says what they hide. Should one have come in by another way, what turns text around is gone
 * all the same.
 */
const plain = (html: string) => html.replaceAll(/(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '\uFFFD');

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** What must not be taken for what it is not. */
function NotOriginal({ banner: { isCopy, trial } }: { readonly banner: Banner }) {
  return (
    <>
      {isCopy === true && (
        <p class="trial">
          <strong>A pseudonymised copy, and not the original evidence.</strong> Fingerprints stand in place of
          people.
        </p>
      )}
      {trial !== undefined && (
        <p class="trial">
          <strong>Not evidence of a real workspace.</strong> {trial}
        </p>
      )}
    </>
  );
}

function Body({ page }: { readonly page: Page }): JSX.Element {
  const { kind, heading, about, banner, views } = page;
  return (
    <>
      <a class="skip" href="#overview">
        To the overview
      </a>
      <header class="top">
        <p class="kind">{kind}</p>
        <h1>{heading}</h1>
        <dl class="about">
          {about.map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </header>
      <section aria-label="How far this page can be relied on">
        <NotOriginal banner={banner} />
        <div class={`banner ${banner.mark.tone}`}>
          <Badge {...banner.mark} />
          <div>{banner.words}</div>
        </div>
      </section>
      <div class="columns">
        <Contents views={views} />
        <main>
          {views.map((view) => (
            <Section view={view} {...(banner.again === undefined ? {} : { of: banner.again })} />
          ))}
        </main>
      </div>
      <footer>
        <p>
          Made from sealed evidence alone. This page is derived: it can be made again from the evidence and
          proves nothing by itself. A check supports the controls that it names; whether one is met, an
          auditor decides.
        </p>
      </footer>
    </>
  );
}

const Contents = ({ views }: { readonly views: readonly PageView[] }): JSX.Element => (
  <nav aria-label="Views of this page">
    <ol>
      {views.map(({ id, title, nav, standing }) => (
        <li>
          <a href={`#${id}`}>
            <span class="name">{title}</span>
            {standing.kind !== 'whole' && (
              <span class={`dot ${STANDING_MARKS[standing.kind].tone}`}>
                <span aria-hidden="true">{STANDING_MARKS[standing.kind].sign}</span>
                <span class="hidden">{STANDING_MARKS[standing.kind].word}</span>
              </span>
            )}
            {nav !== undefined && nav.value !== null && (
              <span class={`count ${nav.mark?.tone ?? ''}`}>
                <Fact at={nav.at} value={nav.value} />
              </span>
            )}
          </a>
        </li>
      ))}
    </ol>
  </nav>
);

/** One view of a page: a section with a link of its own, which says first how far it can be relied on. */
import type { ComponentChildren, JSX } from 'preact';
import type { Standing } from '../../answers/pages/standing.ts';
import { Badge, Fact, type Mark, STANDING_MARKS } from './marks.tsx';
import { Said } from './said.tsx';

export interface PageView {
  /** What a link to it ends with. */
  readonly id: string;
  readonly title: string;
  /** The question that it answers. */
  readonly question: string;
  readonly standing: Standing;
  /** What the list of views says beside it. */
  readonly nav?: { readonly at: string; readonly value: number | null; readonly mark?: Mark };
  readonly body: ComponentChildren;
}

/** `whole`: what is missing in the page as a whole, repeated in each view that rests on it. */
export function Section({ view, of }: { readonly view: PageView; readonly of?: string }): JSX.Element {
  const { id, title, question, standing, body } = view;
  return (
    <section id={id} aria-labelledby={`${id}-title`} class={`view ${standing.kind}`}>
      <header>
        <h2 id={`${id}-title`}>
          {title}
          <a class="anchor" href={`#${id}`} aria-label={`Link to ${title}`}>
            #
          </a>
        </h2>
        <p class="question">{question}</p>
      </header>
      <StandingNote standing={standing} {...(of === undefined ? {} : { of })} />
      {body}
    </section>
  );
}

const LEAD: Readonly<Record<Exclude<Standing['kind'], 'whole'>, string>> = {
  partial: 'Not complete. There is, or may be, more than is shown here.',
  unread: 'Not read. Nobody can say from this evidence how many there are: it is not nothing.',
  absent: 'Not there. The workspace has no such thing, so there is nothing to read.',
};

/** So many reasons are seen at once. */
const SHOWN = 6;

const Reasons = ({ why }: Pick<Standing, 'why'>): JSX.Element => (
  <ul>
    {why.map((each) => (
      <li>
        <Said value={each} />
      </li>
    ))}
  </ul>
);

/** Nothing where all was read; else what is missing, in words. */
export function StandingNote({
  standing,
  of,
}: {
  readonly standing: Standing;
  readonly of?: string;
}): JSX.Element | null {
  if (standing.kind === 'whole')
    return of === undefined ? null : (
      <p class="note-line">
        <Badge {...STANDING_MARKS.whole} /> All that this view rests on was read. {of}{' '}
        <a href="#overview">What is missing</a>
      </p>
    );
  const tone = STANDING_MARKS[standing.kind].tone;
  return (
    <div class={`standing ${tone}`} role="note">
      <p>
        <Badge {...STANDING_MARKS[standing.kind]} /> {LEAD[standing.kind]}
      </p>
      <Reasons why={standing.why.slice(0, SHOWN)} />
      {standing.why.length > SHOWN && (
        <details class="more">
          <summary>{`${standing.why.length - SHOWN} more`}</summary>
          <Reasons why={standing.why.slice(SHOWN)} />
        </details>
      )}
    </div>
  );
}

export interface FigureNumber {
  readonly label: string;
  readonly at: string;
  readonly value: number | null;
  /** What stands in place of a number that nobody knows. */
  readonly mark?: Mark;
  /** There may be more. */
  readonly isLeast?: boolean;
  readonly href?: string;
}

/** A row of key figures. What is not known shows its outcome where the number would be. */
export const Numbers = ({ numbers }: { readonly numbers: readonly FigureNumber[] }): JSX.Element => (
  <dl class="numbers">
    {numbers.map(({ label, at, value, mark, isLeast, href }) => (
      <div class={value === null ? 'is-unknown' : ''}>
        <dt>{href === undefined ? label : <a href={href}>{label}</a>}</dt>
        <dd>
          {value === null && mark !== undefined ? (
            <span data-fact={at}>
              <Badge {...mark} />
            </span>
          ) : (
            <>
              {isLeast && <span class="least">at least </span>}
              <Fact at={at} value={value} />
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

/** Access reviews: which were held in the period, what was decided, and whether it was done. */
import type { JSX } from 'preact';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import type { ReviewDetail } from '../../answers/pages/period/review-facts.ts';
import { Badge, Fact, type Mark } from '../page/marks.tsx';
import { FactsTable, Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import type { PageView } from '../page/view.tsx';

const STATES: Readonly<Record<string, Mark>> = {
  complete: { tone: 'good', sign: '✓', word: 'complete' },
  open: { tone: 'warn', sign: '◐', word: 'not complete' },
  'not-begun': { tone: 'unknown', sign: '?', word: 'nothing decided yet' },
  overtaken: { tone: 'off', sign: '–', word: 'a newer one is begun' },
};

export function reviewView({ review }: PeriodFacts): PageView {
  const { lines, reviews, count } = review;
  return {
    id: 'review',
    title: 'Access review',
    question: 'Was access reviewed, and was done what was decided?',
    standing: review.standing,
    nav: { at: 'review.count', value: count },
    body: (
      <>
        {reviews.map((detail, place) => (
          <Detail detail={detail} at={`review.reviews.${place}`} />
        ))}
        <h3>All reviews of this connection</h3>
        <Table
          name="reviews"
          caption="All reviews of this connection"
          none="The store holds no access review of this connection. That none was held elsewhere, it does not say."
          rows={lines}
          columns={[
            { title: 'Review', kind: 'text', value: ({ reviewId }) => reviewId },
            {
              title: 'State',
              kind: 'text',
              value: ({ state }) => state,
              show: ({ state }) => <Badge {...(STATES[state] as Mark)} />,
            },
            { title: 'Access as of', kind: 'instant', value: ({ frozenAt }) => frozenAt },
            { title: 'In the period', kind: 'flag', value: ({ isOfPeriod }) => isOfPeriod },
            { title: 'Items', kind: 'count', value: ({ total }) => total },
            { title: 'Decided', kind: 'count', value: ({ decided }) => decided },
          ]}
        />
      </>
    ),
  };
}

const Detail = ({ detail, at }: { readonly detail: ReviewDetail; readonly at: string }): JSX.Element => {
  const { reviewId, words, isDone, total, decided, actions } = detail;
  return (
    <>
      <h3>
        <Text value={reviewId} />
      </h3>
      <p>
        <Badge {...(STATES[isDone ? 'complete' : 'open'] as Mark)} /> <Text value={words} />
      </p>
      <p class="quiet">
        Decided: <Fact at={`${at}.decided`} value={decided} /> of <Fact at={`${at}.total`} value={total} />{' '}
        items.
      </p>
      <FactsTable
        facts={actions}
        caption={`What was to go or to change: ${reviewId}`}
        show={['email', 'what', 'decision', 'reviewer', 'decided_at', 'state', 'done_at']}
        none={
          decided === null
            ? 'Nothing is decided yet.'
            : 'Nothing was to go, to change, or to be decided later.'
        }
        where="segment-evidence review status has all of them."
      />
    </>
  );
};

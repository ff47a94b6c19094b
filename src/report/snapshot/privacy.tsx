/** Requests of people to be deleted or suppressed, and how old they are. */
import type { JSX } from 'preact';
import type { RequestFacts } from '../../answers/pages/request-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import type { AgeBin } from '../../answers/pages/source-facts.ts';
import { Histogram } from '../charts/histogram.tsx';
import { markOf, OUTCOME_MARKS, type Tone } from '../page/marks.tsx';
import { FactsTable } from '../page/table.tsx';
import { type FigureNumber, Numbers, type PageView } from '../page/view.tsx';
import { totalOf } from './overview.tsx';
import { NotesOf, noneOf } from './population.tsx';
import { binLabel } from './sources.tsx';

export function privacyView({ populations, requests, certificates }: SnapshotFacts): PageView {
  const { regulations } = populations;
  const suppressions = certificates.find(({ name }) => name === 'suppressions');
  return {
    id: 'privacy',
    title: 'Privacy requests',
    question: regulations.question,
    standing: regulations.standing,
    nav: { at: 'populations.regulations.total', value: regulations.total },
    body: (
      <>
        <Numbers
          numbers={[
            totalOf('Requests', regulations),
            ...statesOf(requests),
            { label: 'Median days until done', at: 'requests.medianDays', value: requests.medianDays },
            {
              label: 'Suppressed subjects',
              at: 'requests.suppressed',
              value: requests.suppressed,
              mark: markOf(OUTCOME_MARKS, suppressions?.outcome ?? 'unknown'),
              isLeast: suppressions?.outcome === 'partial',
            },
          ]}
        />
        {regulations.total !== null && regulations.total > 0 && <Ages requests={requests} />}
        {regulations.total !== null && (
          <FactsTable
            facts={regulations}
            caption="Requests of people"
            show={[
              'type',
              'about',
              'subject_type',
              'subjects',
              'state',
              'days',
              'within_30_days',
              'created_at',
            ]}
            none={noneOf(regulations)}
          />
        )}
        <NotesOf facts={regulations} />
        <p class="quiet">Whom a request is about is never kept, only how many.</p>
      </>
    ),
  };
}

const statesOf = ({ states }: RequestFacts): readonly FigureNumber[] =>
  states.map(({ name, count }) => ({
    label: name.charAt(0).toUpperCase() + name.slice(1),
    at: `requests.states.${name}.count`,
    value: count,
  }));

/** Lines where 21, 30 and 45 days end. */
const LIMITS = [
  { after: 3, says: '21' },
  { after: 4, says: '30 days' },
  { after: 5, says: '45' },
];

function Ages({ requests: { openDays, doneDays } }: { readonly requests: RequestFacts }): JSX.Element {
  const chart = (id: string, title: string, bins: readonly AgeBin[], toneOf: (index: number) => Tone) => (
    <Histogram
      id={id}
      title={title}
      description={`${title}: how many requests in each range of days, with lines at 21, 30 and 45 days.`}
      of="Requests"
      bins={bins.map(({ count }, index) => ({ label: binLabel(bins, index), count, tone: toneOf(index) }))}
      limits={LIMITS}
    />
  );
  return (
    <div class="pair">
      {chart('open-requests', 'Days for which requests have been open', openDays, (index) =>
        index >= 4 ? 'bad' : index === 3 ? 'warn' : 'off',
      )}
      {chart('done-requests', 'Days until requests were done', doneDays, (index) =>
        index >= 4 ? 'bad' : 'good',
      )}
    </div>
  );
}

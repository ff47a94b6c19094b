/** Where data enters: sources by environment, and how long their write keys have been in use. */
import type { JSX } from 'preact';
import type { PopulationFacts } from '../../answers/pages/population-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { type AgeBin, ENVIRONMENTS, type SourceFacts } from '../../answers/pages/source-facts.ts';
import { Histogram } from '../charts/histogram.tsx';
import { Fact, STANDING_MARKS } from '../page/marks.tsx';
import { FactsTable, Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { totalOf } from './overview.tsx';
import { NotesOf, noneOf, Population } from './population.tsx';

export function sourcesView({ populations, sources: by }: SnapshotFacts): PageView {
  const { sources, credentials } = populations;
  return {
    id: 'sources',
    title: 'Sources',
    question: sources.question,
    standing: sources.standing,
    nav: { at: 'populations.sources.total', value: sources.total },
    body: (
      <>
        <Counts sources={sources} by={by} />
        {sources.total !== null && (
          <>
            <div class="pair">
              <KeyAges by={by} />
              <Families by={by} />
            </div>
            <h3>All sources</h3>
            <FactsTable
              facts={sources}
              caption="All sources"
              show={[
                'name',
                'type',
                'enabled',
                'labels',
                'destinations',
                'write_key_count',
                'oldest_key_seen_since',
              ]}
              none={noneOf(sources)}
            />
          </>
        )}
        <NotesOf facts={sources} />
        <Population
          title="Credentials"
          facts={credentials}
          show={['name', 'created_at', 'updated_at', 'used_by']}
        />
      </>
    ),
  };
}

const Counts = ({
  sources,
  by,
}: {
  readonly sources: PopulationFacts;
  readonly by: SourceFacts;
}): JSX.Element => (
  <Numbers
    numbers={[
      totalOf('Sources', sources),
      ...ENVIRONMENTS.map((name) => ({
        label: name === 'unknown' ? 'No environment told' : `Of ${name}`,
        at: `sources.environments.${name}`,
        value: by.environments?.[name] ?? null,
        mark: STANDING_MARKS[sources.standing.kind],
      })),
    ]}
  />
);

/** Returns how a bin is called: `31–90 days`. */
export function binLabel(bins: readonly AgeBin[], index: number): string {
  const [from, next] = [bins[index]?.fromDays ?? 0, bins[index + 1]?.fromDays];
  return next === undefined ? `${from}+` : `${from}–${next - 1}`;
}

function KeyAges({ by: { keyAges, withoutKeyAge, mostKeyDays } }: { readonly by: SourceFacts }): JSX.Element {
  const limit = mostKeyDays === null ? -1 : keyAges.findLastIndex(({ fromDays }) => fromDays <= mostKeyDays);
  return (
    <div>
      <Histogram
        id="key-ages"
        title="Days for which the oldest write key of a source has been seen"
        description="How many sources have had their oldest write key for how long, as far as snapshots reach back."
        of="Sources"
        bins={keyAges.map(({ count }, index) => ({
          label: binLabel(keyAges, index),
          count,
          tone: limit >= 0 && index > limit ? 'bad' : 'off',
        }))}
        limits={limit < 0 ? [] : [{ after: limit + 1, says: `${mostKeyDays} days` }]}
      />
      <p class="quiet">
        A key may be older than the first snapshot that saw it. Without a key that was given:{' '}
        <Fact at="sources.withoutKeyAge" value={withoutKeyAge} />.
      </p>
    </div>
  );
}

const Families = ({ by: { families } }: { readonly by: SourceFacts }): JSX.Element => (
  <div>
    <h3 class="first">By product and environment</h3>
    <Table
      name="source-families"
      caption="Sources by product and environment"
      rows={families}
      columns={[
        { title: 'Product', kind: 'text', value: ({ name }) => name },
        ...ENVIRONMENTS.map((environment) => ({
          title: environment === 'unknown' ? 'Not told' : environment,
          kind: 'count' as const,
          value: ({ counts }: SourceFacts['families'][number]) => counts[environment],
        })),
      ]}
    />
  </div>
);

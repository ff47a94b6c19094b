/** Code of the customer's own that runs in the workspace. */
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { FactsTable } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { totalOf } from './overview.tsx';
import { NotesOf, noneOf } from './population.tsx';

export function functionsView({ populations: { functions } }: SnapshotFacts): PageView {
  return {
    id: 'functions',
    title: 'Functions',
    question: functions.question,
    standing: functions.standing,
    nav: { at: 'populations.functions.total', value: functions.total },
    body: (
      <>
        <Numbers
          numbers={[
            totalOf('Functions', functions),
            ...functions.counts.map(({ what, count, notKnown }, index) => ({
              label: what.charAt(0).toUpperCase() + what.slice(1),
              at: `populations.functions.counts.${index}.count`,
              value: count,
              isLeast: notKnown > 0 || functions.standing.kind === 'partial',
            })),
          ]}
        />
        {functions.total !== null && (
          <FactsTable
            facts={functions}
            caption="Functions"
            show={['name', 'kind', 'created_by', 'deployed_at', 'is_latest', 'hosts', 'secrets', 'inserted']}
            none={noneOf(functions)}
          />
        )}
        <NotesOf facts={functions} />
      </>
    ),
  };
}

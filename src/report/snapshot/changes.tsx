/** What changed since the run before, the unexplained first. */
import type { JSX } from 'preact';
import type { ChangeFacts } from '../../answers/pages/change-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { cellOf } from '../../answers/pages/table-facts.ts';
import { Fact, Instant } from '../page/marks.tsx';
import { FactsTable } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

const GONE = 'its files are gone, since their retention has ended';

export function changesView({ changes, run }: SnapshotFacts): PageView {
  const view = { id: 'changes', title: 'Changes', question: 'What changed since the run before?' };
  if (changes === null)
    return {
      ...view,
      standing: {
        kind: 'unread',
        why: [run.isExpired ? GONE : 'there is no run before this one to compare it with'],
      },
      body: null,
    };
  return {
    ...view,
    standing: changes.standing,
    nav: { at: 'changes.counts.total', value: changes.counts.total },
    body: <Ledger changes={changes} />,
  };
}

/** What nobody explains is to be looked at first. */
const ORDER = ['unexplained', 'not-known', 'explained', 'vendor'];

/** What came or went has no fields that changed; of what no event tells there is no instant. */
const OF_CHANGES: ReadonlySet<string> = new Set(['fields', 'before', 'after', 'name', 'at']);

function Ledger({ changes: { since, counts, ledger } }: { readonly changes: ChangeFacts }): JSX.Element {
  const rank = (row: ChangeFacts['ledger']['rows'][number]) =>
    ORDER.indexOf(String(cellOf(ledger, row, 'explanation')));
  const rows = ledger.rows.toSorted((one, other) => rank(one) - rank(other));
  return (
    <>
      <Numbers
        numbers={[
          { label: 'Changes', at: 'changes.counts.total', value: counts.total },
          {
            label: 'With no event that explains them',
            at: 'changes.counts.unexplained',
            value: counts.unexplained,
          },
          { label: 'Came and went in between', at: 'changes.counts.cameAndWent', value: counts.cameAndWent },
          { label: 'The trail cannot tell', at: 'changes.counts.notKnown', value: counts.notKnown },
        ]}
      />
      <p class="quiet">
        Since record <Fact at="changes.since.seq" value={since.seq} /> of <Instant value={since.startedAt} />.
      </p>
      <FactsTable
        facts={{ ...ledger, rows }}
        caption="What changed, the unexplained first"
        show={['resource', 'name', 'change', 'fields', 'before', 'after', 'explanation', 'actor', 'at']}
        isBlank={(_row, key) => OF_CHANGES.has(key)}
        none="Nothing that was compared has changed."
      />
    </>
  );
}

/** What people must hear of the run itself, with since when. Failing checks have a view of their own. */
import type { JSX } from 'preact';
import type { RunFacts } from '../../answers/pages/run-facts.ts';
import { Badge, Fact, markOf, SEVERITY_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Table } from '../page/table.tsx';

interface ConditionsProps {
  readonly run: RunFacts;
  /** Where the run stands in the facts of the page, and which link has what the checks found. */
  readonly at?: string;
  readonly findings?: string;
}

export function Conditions({ run, at = 'run', findings = '#findings' }: ConditionsProps): JSX.Element {
  const { conditions, failingChecks } = run;
  return (
    <>
      <h3>Open conditions of the run</h3>
      <Table
        name="conditions"
        caption="Open conditions of the run"
        none="No condition of the run itself is open."
        rows={conditions}
        columns={[
          {
            title: 'Severity',
            kind: 'text',
            value: ({ severity }) => severity,
            show: ({ severity }) => <Badge {...markOf(SEVERITY_MARKS, severity)} />,
          },
          { title: 'Condition', kind: 'text', value: ({ condition }) => condition.replaceAll('-', ' ') },
          { title: 'About', kind: 'text', value: ({ resource }) => resource ?? 'the run' },
          {
            title: 'What it says',
            kind: 'text',
            value: ({ summary }) => summary,
            show: ({ summary }) => <Said value={summary} />,
          },
          { title: 'Since', kind: 'instant', value: ({ since }) => since },
        ]}
      />
      {failingChecks > 0 && (
        <p class="quiet">
          <Fact at={`${at}.failingChecks`} value={failingChecks} /> more are of checks that fail: see{' '}
          <a href={findings}>Findings</a>.
        </p>
      )}
    </>
  );
}

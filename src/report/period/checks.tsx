/** What each check said from run to run. What nobody can tell is hatched, and never as what holds. */
import type { AskedState, CheckHistory, CheckLine } from '../../answers/pages/period/check-history.ts';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { Timeline } from '../charts/timeline.tsx';
import { Badge, CHECK_MARKS, Fact, type Mark, markOf, SEVERITY_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { type FigureNumber, Numbers, type PageView } from '../page/view.tsx';

const MARKS: Readonly<Record<string, Mark>> = {
  ...CHECK_MARKS,
  unasked: { tone: 'unknown', sign: '·', word: 'not asked' },
};

const markOfState = (state: AskedState) => markOf(MARKS, state);

export function checksView({ checks }: PeriodFacts): PageView {
  return {
    id: 'checks',
    title: 'Checks',
    question: 'What did each check say from run to run, and what needs a person at the end?',
    standing: checks.standing,
    nav: { at: 'checks.atEnd.fail', value: checks.atEnd?.fail ?? null, mark: markOf(CHECK_MARKS, 'fail') },
    body: checks.checks.length === 0 ? null : <Checks checks={checks} />,
  };
}

const Checks = ({ checks: { checks, runs, atStart, atEnd, unasked } }: { readonly checks: CheckHistory }) => (
  <>
    <Numbers
      numbers={[
        ...sideOf('at the start', 'atStart', atStart),
        ...sideOf('at the end', 'atEnd', atEnd),
        { label: 'Runs without answers', at: 'checks.unasked', value: unasked },
      ]}
    />
    <Timeline
      id="check-matrix"
      title="Each check in each run"
      description={`${checks.length} checks in ${runs.length} runs. What nobody can tell is hatched.`}
      of="Check"
      runs={runs}
      rows={checks.map(({ checkId, title, stretches }) => ({
        label: checkId,
        title,
        bars: stretches.map(({ state, ...places }) => ({ mark: markOfState(state), ...places })),
      }))}
    />
    <h3>Every check</h3>
    <Table
      name="checks"
      caption="Every check over the period"
      rows={checks}
      columns={[
        {
          title: 'Check',
          kind: 'text',
          value: ({ checkId }) => checkId,
          show: ({ checkId }) => <code>{checkId}</code>,
        },
        { title: 'At the end', kind: 'text', value: ({ atEnd }) => atEnd, show: AtEnd },
        { title: 'Severity', kind: 'text', value: ({ severity }) => severity, show: Severity },
        { title: 'What holds where it passes', kind: 'text', value: ({ title }) => title },
        countColumn('Failed in', 'failed'),
        countColumn('Nobody can tell in', 'untold'),
      ]}
    />
    <p class="quiet">
      A check supports the controls that it names; whether one is met, an auditor decides. A check whose
      evidence is not complete may fail, and never holds.
    </p>
  </>
);

const sideOf = (
  when: string,
  side: 'atStart' | 'atEnd',
  counts: CheckHistory['atEnd'],
): readonly FigureNumber[] =>
  (['fail', 'indeterminate', 'pass'] as const).map((state) => ({
    label: `${markOf(CHECK_MARKS, state).word} ${when}`,
    at: `checks.${side}.${state}`,
    value: counts?.[state] ?? null,
  }));

const AtEnd = ({ atEnd }: CheckLine) => <Badge {...markOfState(atEnd)} />;
const Severity = ({ severity }: CheckLine) => <Badge {...markOf(SEVERITY_MARKS, severity)} />;

const countColumn = (title: string, key: 'failed' | 'untold') => ({
  title,
  kind: 'count' as const,
  value: (line: CheckLine) => line[key],
  show: (line: CheckLine) => <Fact at={`checks.checks.${line.checkId}.${key}`} value={line[key]} />,
});

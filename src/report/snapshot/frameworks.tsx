/** Frameworks: of each requirement what the checks say. They support it, and never say that it is met. */
import type { JSX } from 'preact';
import {
  CONTROL_STANDINGS,
  type FrameworkFacts,
  type RequirementFacts,
} from '../../answers/pages/framework-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { ManualSlots } from '../page/manual.tsx';
import { Badge, CONTROL_MARKS, Fact, markOf } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { shortName, Text } from '../page/text.tsx';
import type { PageView } from '../page/view.tsx';
import { NO_ANSWERS } from './findings.tsx';

export function frameworksView({ frameworks, checks, manual }: SnapshotFacts): PageView {
  const view = {
    id: 'frameworks',
    title: 'Frameworks',
    question: 'Which requirements does the evidence support?',
  };
  if (frameworks === null || checks === null)
    return { ...view, standing: { kind: 'unread', why: [NO_ANSWERS] }, body: null };
  const { unread } = checks;
  const why = unread.length === 0 ? [] : [`not all was read that these need: ${unread.join(', ')}`];
  return {
    ...view,
    standing: why.length === 0 ? WHOLE : { kind: 'partial', why },
    body: (
      <>
        <p class="lead">
          A check supports the requirements that it names, and cannot say that one is met: that is for an
          auditor. Where checks hold and there is evidence to attach by hand too, they cover a part:{' '}
          <a href="#by-hand">what was attached</a>.
        </p>
        <StackedBars
          id="frameworks-chart"
          title="Requirements by framework"
          description="Of each framework how many requirements the evidence supports, and of how many it says something else."
          of="Framework"
          parts={OF_CHECKS.map((key) => ({ key, mark: markOf(CONTROL_MARKS, key) }))}
          rows={frameworks.map(({ label, counts }) => ({ label, counts }))}
        />
        {frameworks.map((framework) => (
          <Framework framework={framework} />
        ))}
        <h3 id="by-hand">Attached by hand</h3>
        <ManualSlots facts={manual} at="manual" />
      </>
    ),
  };
}

const OF_CHECKS = CONTROL_STANDINGS.filter((standing) => standing !== 'evidence from elsewhere');

function Framework({ framework }: { readonly framework: FrameworkFacts }): JSX.Element {
  const { name, label, counts, controls } = framework;
  return (
    <details class="fold" id={`framework-${name}`}>
      <summary>
        <h3>{shortName(label, 40)}</h3>
        <span class="quiet">
          supported <Fact at={`frameworks.${name}.counts.supported`} value={counts.supported} />, does not
          hold <Fact at={`frameworks.${name}.counts.does not hold`} value={counts['does not hold']} />, nobody
          can tell <Fact at={`frameworks.${name}.counts.nobody can tell`} value={counts['nobody can tell']} />
        </span>
      </summary>
      <Table
        name={`framework-${name}-requirements`}
        caption={`Requirements of ${label}`}
        rows={controls.filter(({ control }) => control !== null)}
        columns={[
          {
            title: 'Requirement',
            kind: 'text',
            value: ({ control }) => control,
            show: ({ control }) => <code>{control}</code>,
          },
          {
            title: 'The evidence says',
            kind: 'text',
            value: ({ standing }) => standing,
            show: ({ standing }) => <Badge {...markOf(CONTROL_MARKS, standing)} />,
          },
          {
            title: 'Checks, and what to attach',
            kind: 'list',
            value: ({ checks, needs }) => [
              ...checks.map(({ checkId, outcome }) => `${checkId} ${outcome}`),
              ...needs,
            ],
            show: (requirement) => <Grounds {...requirement} />,
          },
        ]}
      />
    </details>
  );
}

const Grounds = ({ checks, needs }: Pick<RequirementFacts, 'checks' | 'needs'>): JSX.Element => (
  <ul class="items">
    {checks.map(({ checkId, title, outcome }) => (
      <li>
        <code>{checkId}</code> <Text value={title} />: <strong>{outcome}</strong>
      </li>
    ))}
    {needs.map((need) => (
      <li>
        <Text value={need} />
      </li>
    ))}
  </ul>
);

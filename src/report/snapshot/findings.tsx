/** Every check: what fails first, with what it found, what it rests on and what to do. */
import type { JSX } from 'preact';
import type { CheckFacts, StatedResult } from '../../answers/pages/check-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import type { SubjectNames } from '../../answers/pages/subject-names.ts';
import { Badge, CHECK_MARKS, Fact, Instant, markOf, numberText, SEVERITY_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

export const NO_ANSWERS =
  'No answers of checks were sealed with this run. segment-evidence check asks them over it.';

export function findingsView({ checks, subjectNames }: SnapshotFacts): PageView {
  const view = { id: 'findings', title: 'Findings', question: 'What needs a person?' };
  if (checks === null) return { ...view, standing: { kind: 'unread', why: [NO_ANSWERS] }, body: null };
  const why = [
    ...(checks.unread.length === 0 ? [] : [`not all was read that these need: ${checks.unread.join(', ')}`]),
    ...checks.results.flatMap(({ state, checkId }) => (state === 'error' ? [`${checkId} is broken`] : [])),
  ];
  return {
    ...view,
    standing: why.length === 0 ? WHOLE : { kind: 'partial', why },
    nav: { at: 'checks.counts.fail', value: checks.counts.fail, mark: markOf(CHECK_MARKS, 'fail') },
    body: <Findings checks={checks} names={subjectNames} />,
  };
}

const NEEDS_SOMEBODY: ReadonlySet<string> = new Set(['fail', 'error', 'accepted', 'warn', 'indeterminate']);

interface FindingsProps {
  readonly checks: CheckFacts;
  readonly names: SubjectNames;
}

function Findings({ checks, names }: FindingsProps): JSX.Element {
  const { results, counts, evaluatedAt } = checks;
  const open = results.filter(({ state }) => NEEDS_SOMEBODY.has(state));
  return (
    <>
      <Numbers
        numbers={(['fail', 'accepted', 'warn', 'indeterminate', 'pass'] as const).map((state) => ({
          label: markOf(CHECK_MARKS, state).word,
          at: `checks.counts.${state}`,
          value: counts[state],
        }))}
      />
      {open.map((result) => (
        <Finding result={result} names={names} at={`checks.results.${result.checkId}`} />
      ))}
      <h3>All checks</h3>
      <Table
        name="checks"
        caption="All checks and what they say"
        rows={results}
        columns={[
          { title: 'Check', kind: 'text', value: ({ checkId }) => checkId, show: Id },
          { title: 'Says', kind: 'text', value: ({ state }) => state, show: State },
          { title: 'Severity', kind: 'text', value: ({ severity }) => severity, show: Severity },
          { title: 'What holds where it passes', kind: 'text', value: ({ title }) => title },
          { title: 'Looked at', kind: 'count', value: ({ populationSize }) => populationSize },
          { title: 'Reason', kind: 'text', value: ({ reason }) => reason ?? '', show: Reason },
        ]}
      />
      <p class="quiet">
        Ages are counted to <Instant value={evaluatedAt} />. A check whose evidence is not complete may fail,
        and never holds.
      </p>
    </>
  );
}

const Id = ({ checkId, state }: StatedResult) => {
  const id = <code>{checkId}</code>;
  return NEEDS_SOMEBODY.has(state) ? <a href={`#check-${checkId}`}>{id}</a> : id;
};
const State = ({ state }: StatedResult) => <Badge {...markOf(CHECK_MARKS, state)} />;
const Severity = ({ severity }: StatedResult) => <Badge {...markOf(SEVERITY_MARKS, severity)} />;
const Reason = ({ reason }: StatedResult) =>
  reason === undefined ? <span class="quiet">–</span> : <Said value={reason} />;

/** So many exceptions are seen at once. */
const SHOWN = 5;

interface FindingProps {
  readonly result: StatedResult;
  readonly names: SubjectNames;
  readonly at: string;
}

function Finding({ result, names, at }: FindingProps): JSX.Element {
  const { checkId, title, state, severity, reason, exceptions, remediation, waiver } = result;
  const tone = markOf(CHECK_MARKS, state).tone;
  return (
    <article id={`check-${checkId}`} class={`finding ${tone}`}>
      <header>
        <Badge {...markOf(CHECK_MARKS, state)} />
        <Badge {...markOf(SEVERITY_MARKS, severity)} />
        <code>{checkId}</code>
      </header>
      <h3>
        <Text value={title} />
      </h3>
      <div class="sides">
        <div>
          {reason !== undefined && (
            <p>
              <Said value={reason} />
            </p>
          )}
          {waiver !== undefined && <Waiver waiver={waiver} />}
          {exceptions.length > 0 && <Exceptions result={result} names={names} at={at} />}
        </div>
        <div>
          <p>
            <strong>What to do.</strong> <Said value={remediation} />
          </p>
          <details class="more">
            <summary>What it rests on</summary>
            <Evidence result={result} at={at} />
          </details>
        </div>
      </div>
    </article>
  );
}

function Waiver({ waiver }: { readonly waiver: NonNullable<StatedResult['waiver']> }): JSX.Element {
  const { state, approverRole, reason, ticket, expires } = waiver;
  return (
    <p class="waiver">
      <strong>{state === 'expired' ? 'Waiver has expired' : 'Accepted, which is no pass'}:</strong>{' '}
      <Text value={reason} /> By <Text value={approverRole} />
      {ticket !== undefined && (
        <>
          , <Text value={ticket} />
        </>
      )}
      , until <Instant value={expires} />.
    </p>
  );
}

const LEVELS = [
  ['fail', 'failing'],
  ['warn', 'to look at'],
  ['unknown', 'of which nobody can tell'],
] as const;

function Exceptions({ result, names, at }: FindingProps): JSX.Element {
  const { exceptions, exceptionTotals, populationSize } = result;
  const all = exceptionTotals.fail + exceptionTotals.warn + exceptionTotals.unknown;
  const items = exceptions.map(({ subject, detail, level }) => (
    <li>
      <Subject subject={subject} name={Object.hasOwn(names, subject) ? names[subject] : undefined} />:{' '}
      <Said value={detail} />
      {level !== 'fail' && (
        <span class="quiet"> ({level === 'warn' ? 'to look at' : 'nobody can tell'})</span>
      )}
    </li>
  ));
  return (
    <>
      <p class="quiet">
        {LEVELS.flatMap(([level, words]) =>
          exceptionTotals[level] === 0
            ? []
            : [<Fact at={`${at}.exceptionTotals.${level}`} value={exceptionTotals[level]} />, ` ${words}, `],
        )}
        of <Fact at={`${at}.populationSize`} value={populationSize} /> that were looked at
      </p>
      <ul class="exceptions">{items.slice(0, SHOWN)}</ul>
      {items.length > SHOWN && (
        <details class="more">
          <summary>{`${items.length - SHOWN} more`}</summary>
          <ul class="exceptions">{items.slice(SHOWN)}</ul>
        </details>
      )}
      {all > exceptions.length && (
        <p class="cut">{`${numberText(all - exceptions.length)} more were found and are not listed in the sealed answer.`}</p>
      )}
    </>
  );
}

interface SubjectProps {
  readonly subject: string;
  readonly name: string | undefined;
}

const Subject = ({ subject, name }: SubjectProps): JSX.Element =>
  name === undefined ? (
    <Text value={subject} />
  ) : (
    <>
      <strong>
        <Text value={name} />
      </strong>{' '}
      <span class="quiet">
        <Text value={subject} />
      </span>
    </>
  );

function Evidence({ result, at }: { readonly result: StatedResult; readonly at: string }): JSX.Element {
  const { evidence, checkVersion } = result;
  return (
    <p class="quiet">
      Version <Fact at={`${at}.checkVersion`} value={checkVersion} /> of the check. Rests on{' '}
      {evidence.map(({ resource, outcome }, index) => (
        <>
          {index > 0 && ', '}
          <Text value={`${resource} (${outcome})`} />
        </>
      ))}
      {evidence.length === 0 && 'nothing that was read'}.
    </p>
  );
}

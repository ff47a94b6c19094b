/** What frameworks ask for and no API shows: which of it somebody attached by hand, what is missing and what is out of date. */
import type { JSX } from 'preact';
import type { ManualFacts, ManualLine } from '../../answers/pages/manual-facts.ts';
import { Badge, Instant, type Mark } from './marks.tsx';
import { Said } from './said.tsx';
import { Table } from './table.tsx';
import { Text } from './text.tsx';
import { Numbers, StandingNote } from './view.tsx';

const MARKS: Readonly<Record<NonNullable<ManualLine['state']>, Mark>> = {
  filled: { tone: 'good', sign: '✓', word: 'given' },
  expiring: { tone: 'good', sign: '✓', word: 'given, for a month at most' },
  expired: { tone: 'bad', sign: '✕', word: 'out of date' },
  'not-yet': { tone: 'warn', sign: '○', word: 'missing until a later day' },
  empty: { tone: 'warn', sign: '○', word: 'missing' },
};
const UNKNOWN: Mark = { tone: 'unknown', sign: '?', word: 'not known' };

/** `at`: where the facts are. What needs somebody comes first. */
export function ManualSlots({
  facts,
  at,
}: {
  readonly facts: ManualFacts;
  readonly at: string;
}): JSX.Element {
  const { asOf, standing, counts, slots } = facts;
  const number = (label: string, key: keyof NonNullable<ManualFacts['counts']>) => ({
    label,
    at: `${at}.counts.${key}`,
    value: counts?.[key] ?? null,
    mark: UNKNOWN,
  });
  return (
    <>
      <p class="quiet">
        As of <Instant value={asOf} />, in UTC. Files are kept beside the evidence and no record signs them:
        what is in them only a person can judge. <code>segment-evidence manual attach</code> adds one.
      </p>
      <StandingNote standing={standing} />
      <Numbers
        numbers={[number('Given', 'given'), number('Missing', 'missing'), number('Out of date', 'outOfDate')]}
      />
      <Table
        name="manual-evidence"
        caption="What must be brought from elsewhere"
        rows={slots.toSorted((one, other) => rankOf(one) - rankOf(other))}
        columns={[
          { title: 'What frameworks ask for', kind: 'text', value: ({ title }) => title },
          {
            title: 'State',
            kind: 'text',
            value: (line) => markOf(line).word,
            show: (line) => <Badge {...markOf(line)} />,
          },
          {
            title: 'File, or what to attach',
            kind: 'list',
            value: ({ attach }) => [attach],
            show: FileOrTask,
          },
          { title: 'Slot', kind: 'text', value: ({ slot }) => slot },
        ]}
      />
    </>
  );
}

const markOf = ({ state }: ManualLine): Mark => (state === null ? UNKNOWN : MARKS[state]);

const ORDER: readonly ManualLine['state'][] = [null, 'expired', 'empty', 'not-yet', 'expiring', 'filled'];
const rankOf = ({ state }: ManualLine) => ORDER.indexOf(state);

const FileOrTask = ({ state, words, file, attach }: ManualLine): JSX.Element =>
  file === null ? (
    <Text value={attach} />
  ) : (
    <>
      <p>
        <Said value={`${words.charAt(0).toUpperCase()}${words.slice(1)}.`} />{' '}
        {state !== 'filled' && state !== 'expiring' && <Text value={attach} />}
      </p>
      <p class="quiet">
        <Said value={file} />
      </p>
    </>
  );

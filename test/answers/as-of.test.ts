/** Which run answers for an instant, of any order of runs that there may be. */
import { describe, expect, it } from 'vitest';
import { runAsOf } from '../../src/answers/as-of.ts';
import type { Run } from '../../src/verify/read-history.ts';

type Outcome = 'complete' | 'partial' | 'denied' | 'expired';

/** Of whoever asks. */
const NOW = '2026-11-20T00:00:00.000Z';

/** A run as `readHistory` hands it out, with what is asked of it here. */
function runOf(
  [startedAt, outcome, others = outcome]: readonly [string, Outcome, Outcome?],
  seq: number,
): Run {
  const resources = [
    { name: 'users', outcome },
    { name: 'groups', outcome: others },
  ].map((each) => ({ ...each, ...(each.outcome === 'denied' ? { reason: 'token' } : {}), records: null }));
  const artifacts = resources
    .filter((each) => each.outcome !== 'denied')
    .map(({ name }) => ({ path: `data/resources/${name}.jsonl`, sha256: '0'.repeat(64) }));
  const manifest = { run: { startedAt }, chain: { number: 1, seq }, resources, artifacts };
  return {
    manifest,
    isExpired: outcome === 'expired',
    isAhead: startedAt > NOW,
    entry: (name: string) => resources.find((each) => each.name === name),
  } as unknown as Run;
}

const at = (day: number, hour: number) =>
  `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const endOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}T23:59:59.999Z`;

interface Row {
  readonly title: string;
  readonly runs: readonly (readonly [string, Outcome, Outcome?])[];
  readonly instant?: string;
  /** Number of the run that answers; none: nobody knows. */
  readonly seq: number | undefined;
  readonly later?: number;
  readonly says?: RegExp;
  readonly notes?: RegExp;
}

const rows: readonly Row[] = [
  { title: 'a day with a complete run', runs: [[at(2, 3), 'complete']], instant: endOf(2), seq: 0 },
  { title: 'the very instant of a run', runs: [[at(2, 3), 'complete']], instant: at(2, 3), seq: 0 },
  {
    title: 'partial, then complete, the same day',
    runs: [
      [at(2, 3), 'partial'],
      [at(2, 9), 'complete'],
    ],
    instant: endOf(2),
    seq: 1,
  },
  {
    title: 'complete, then partial, the same day',
    runs: [
      [at(2, 3), 'complete'],
      [at(2, 9), 'partial'],
    ],
    instant: endOf(2),
    seq: 0,
    notes: /record 1 of 2026-11-02T09:00:00.000Z, could not read it whole: users partial, groups partial$/,
  },
  {
    title: 'the list whole twice, what belongs to it only once',
    runs: [
      [at(2, 3), 'complete'],
      [at(2, 9), 'complete', 'denied'],
    ],
    instant: endOf(2),
    seq: 0,
    notes: /record 1 of .* groups denied \(token\)$/,
  },
  {
    title: 'the list whole once, what belongs to it another time',
    runs: [
      [at(2, 3), 'complete', 'denied'],
      [at(2, 9), 'partial', 'complete'],
    ],
    instant: endOf(2),
    seq: 0,
    notes: /record 1 of .* users partial$/,
  },
  {
    title: 'without an instant: complete, then a dead token, the same day',
    runs: [
      [at(2, 3), 'complete'],
      [at(2, 15), 'denied'],
    ],
    seq: 0,
    notes: /record 1 of .* users denied \(token\), groups denied \(token\)$/,
  },
  {
    title: 'without an instant: the newest day has only a dead token',
    runs: [
      [at(2, 3), 'complete'],
      [at(3, 3), 'denied'],
    ],
    seq: 0,
    says: /^no snapshot of 2026-11-03 has it: record 1 says denied \(token\); this is of 2026-11-02T03.* there is none after it$/,
  },
  {
    title: 'a failed day between two',
    runs: [
      [at(2, 3), 'complete'],
      [at(3, 3), 'denied'],
      [at(4, 3), 'complete'],
    ],
    instant: endOf(3),
    seq: 0,
    later: 2,
    says: /record 1 says denied \(token\); this is of 2026-11-02.*; the one after is of 2026-11-04/,
  },
  {
    title: 'a day without a run',
    runs: [
      [at(2, 3), 'complete'],
      [at(4, 3), 'complete'],
    ],
    instant: endOf(3),
    seq: 0,
    later: 1,
    says: /^there is no snapshot of 2026-11-03; this is of 2026-11-02/,
  },
  { title: 'nothing before', runs: [[at(2, 3), 'complete']], instant: endOf(1), seq: undefined },
  {
    title: 'before the first run of its day',
    runs: [[at(2, 3), 'complete']],
    instant: at(2, 2),
    seq: undefined,
  },
  {
    title: 'files that are gone',
    runs: [
      [at(2, 3), 'complete'],
      [at(3, 3), 'expired'],
      [at(4, 3), 'complete'],
    ],
    instant: endOf(3),
    seq: 0,
    later: 2,
    says: /record 1 says that its files are gone/,
  },
  {
    title: 'nothing but files that are gone',
    runs: [[at(2, 3), 'expired']],
    instant: endOf(2),
    seq: undefined,
  },
  {
    title: 'a second chain that began while the clock was behind',
    runs: [
      [at(2, 3), 'complete'],
      [at(4, 3), 'complete'],
      [at(3, 3), 'complete'],
    ],
    instant: endOf(3),
    seq: 2,
  },
  {
    title: 'a run of a clock that was ahead, and one after it',
    runs: [
      [at(2, 3), 'complete'],
      [at(30, 3), 'complete'],
      [at(3, 3), 'complete'],
    ],
    seq: 2,
  },
  {
    title: 'a run of a clock that is ahead, and none after it',
    runs: [
      [at(2, 3), 'complete'],
      [at(30, 3), 'complete'],
    ],
    seq: 0,
    says: /^record 1 is dated 2026-11-30T03:00:00.000Z, after now: a clock is or was wrong/,
  },
  {
    title: 'nothing but runs of a clock that is ahead',
    runs: [[at(30, 3), 'complete']],
    seq: 0,
    says: /^record 0 is dated 2026-11-30T03/,
  },
  {
    title: 'only partial ones',
    runs: [
      [at(2, 3), 'partial'],
      [at(2, 9), 'partial'],
    ],
    instant: endOf(2),
    seq: 1,
  },
];

describe('as of', () => {
  it.each(rows)('$title', ({ runs, instant, seq, later, says, notes }) => {
    const found = runAsOf({ runs: runs.map(runOf) }, { resource: 'users', besides: ['groups'], instant });

    expect(found?.run.manifest.chain.seq).toBe(seq);
    expect(found?.later?.manifest.chain.seq).toBe(later);
    expect(found?.gaps ?? []).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
    expect(found?.notes ?? []).toEqual(notes === undefined ? [] : [expect.stringMatching(notes)]);
  });
});

it('names the chain of a record that is not in the first one', () => {
  const [first, second] = [runOf([at(2, 3), 'complete'], 0), runOf([at(2, 9), 'partial'], 0)];
  const later = { ...second, manifest: { ...second.manifest, chain: { number: 2, seq: 0 } } } as Run;

  const notes = [second, later].map(
    (run) => runAsOf({ runs: [first, run] }, { resource: 'users' })?.notes[0],
  );

  expect(notes).toEqual([
    expect.stringMatching(/^a newer run, record 0 of 2026-/),
    expect.stringMatching(/^a newer run, record 0 of chain 2 of 2026-/),
  ]);
});

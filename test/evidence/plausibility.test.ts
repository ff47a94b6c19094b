import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import {
  type Baseline,
  crossChecks,
  type Observations,
  type Observed,
} from '../../src/evidence/plausibility.ts';
import type { LookedUp } from '../../src/evidence/references.ts';
import { observationsOf } from './observations.ts';

function observed(name: string, said: Partial<Observations> = {}): Observed {
  const definition = resources.find((resource) => resource.name === name);
  if (definition === undefined) throw new Error(`no resource ${name}`);
  return { definition, observations: observationsOf(said) };
}

const naming = (to: string, ...ids: string[]) => new Map([[to, new Set(ids)]]);
const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

type State = 'holds' | 'broken' | 'does not apply';

interface Row {
  readonly name: string;
  readonly all: readonly Observed[];
  readonly baseline?: Baseline;
  readonly of: string;
  readonly rule: string;
  readonly state: State;
  readonly detail?: string;
  readonly reason?: string;
}

const sources = (...ids: string[]) => observed('sources', { ids });
const destinations = (...ids: string[]) =>
  observed('destinations', { referenced: naming('sources', ...ids) });
const lookedUp = (resource: Observed, counts: Partial<LookedUp>): Observed => ({
  ...resource,
  lookedUp: { there: 0, gone: 0, unanswered: 0, unasked: 0, ...counts },
});
const LISTED = { of: 'sources', rule: 'every-named-record-listed' } as const;
const OWNED = { of: 'users', rule: 'somebody-owns-the-workspace' } as const;
const DROPPED = { of: 'sources', rule: 'not-far-fewer-than-before' } as const;

const rows: readonly Row[] = [
  {
    name: 'every named record is listed',
    all: [sources('a', 'b'), destinations('a')],
    ...LISTED,
    state: 'holds',
  },
  {
    name: 'one that is named is not listed',
    all: [sources('a'), destinations('a', 'b')],
    ...LISTED,
    state: 'broken',
    reason: 'cross-reference',
    detail: 'not listed: 1 named by destinations',
  },
  {
    name: 'what is named and not listed is there when it is asked for',
    all: [lookedUp(sources('a'), { there: 1 }), destinations('a', 'b')],
    ...LISTED,
    state: 'broken',
    reason: 'cross-reference',
    detail: 'not listed: 1 named by destinations; asked for by id: 1 there, 0 gone',
  },
  {
    name: 'what is named and not listed is gone, and Segment says so of each',
    all: [lookedUp(sources('a', 'b'), { gone: 2 }), destinations('a', 'b', 'c', 'd')],
    ...LISTED,
    rule: 'named-records-listed-or-gone',
    state: 'holds',
    detail: 'not listed: 2 named by destinations; asked for by id, and Segment has none of them',
  },
  {
    name: 'some of what is named and not listed is there',
    all: [lookedUp(sources('a', 'b', 'x'), { gone: 1, there: 1 }), destinations('a', 'b', 'c', 'd')],
    ...LISTED,
    state: 'broken',
    detail: 'not listed: 2 named by destinations; asked for by id: 1 there, 1 gone',
  },
  {
    name: 'nobody can say of some of what is named whether it is there',
    all: [
      lookedUp(sources('a', 'b', 'x'), { gone: 1, unanswered: 1, unasked: 1, why: 'denied: scope' }),
      destinations('a', 'b', 'x', 'c', 'd', 'e'),
    ],
    ...LISTED,
    state: 'broken',
    detail:
      'not listed: 3 named by destinations; asked for by id: 0 there, 1 gone, 1 without an answer that says (denied: scope), 1 not asked for',
  },
  {
    name: 'more than half of what is named is not listed, though all of it be gone',
    all: [lookedUp(sources('a'), { gone: 2 }), destinations('a', 'b', 'c')],
    ...LISTED,
    state: 'broken',
  },
  {
    name: 'nothing is listed, though all that is named be gone',
    all: [lookedUp(sources(), { gone: 1 }), destinations('a')],
    ...LISTED,
    state: 'broken',
  },
  {
    name: 'several resources name what is not listed',
    all: [
      sources(),
      destinations('a', 'b'),
      observed('transformations', { referenced: naming('sources', 'c') }),
    ],
    ...LISTED,
    state: 'broken',
    detail: 'not listed: 2 named by destinations, 1 named by transformations',
  },
  {
    name: 'ids are compared as they are, case and all',
    all: [sources('A'), destinations('a')],
    ...LISTED,
    state: 'broken',
    detail: 'not listed: 1 named by destinations',
  },
  {
    name: 'nobody names a record',
    all: [sources('a'), observed('destinations')],
    ...LISTED,
    state: 'does not apply',
  },
  { name: 'the named resource was not read', all: [destinations('a')], ...LISTED, state: 'does not apply' },
  {
    name: 'a person owns the workspace',
    all: [observed('users', { owners: 1 }), observed('groups')],
    ...OWNED,
    state: 'holds',
  },
  {
    name: 'only a group owns the workspace',
    all: [observed('users'), observed('groups', { owners: 1 })],
    ...OWNED,
    state: 'holds',
  },
  {
    name: 'nobody owns the workspace',
    all: [observed('users'), observed('groups')],
    ...OWNED,
    state: 'broken',
    reason: 'implausible-empty',
    detail: 'no owner among users and groups',
  },
  {
    name: 'it is said of the people only, not of the groups too',
    all: [observed('users'), observed('groups')],
    ...OWNED,
    of: 'groups',
    state: 'does not apply',
  },
  {
    name: 'as many as before',
    all: [sources(...many(10))],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'holds',
  },
  {
    name: 'half of what there was',
    all: [sources(...many(5))],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'holds',
  },
  {
    name: 'less than half, and no event that says so',
    all: [sources(...many(4)), observed('audit-events', { tallies: new Map([['Source Created', 9]]) })],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'broken',
    reason: 'implausible-empty',
    detail: '4 records, 10 the last time that they were all read, and no audit event of their removal',
  },
  {
    name: 'less than half, and an event that says so',
    all: [sources(...many(4)), observed('audit-events', { tallies: new Map([['Source Deleted', 1]]) })],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'holds',
  },
  {
    name: 'less than half, and events were not read',
    all: [sources(...many(4))],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'broken',
    detail: '4 records, 10 the last time that they were all read, and no audit event of their removal',
  },
  {
    name: 'more than before',
    all: [sources(...many(30))],
    baseline: new Map([['sources', 10]]),
    ...DROPPED,
    state: 'holds',
  },
  {
    name: 'none before',
    all: [sources()],
    baseline: new Map([['sources', 0]]),
    ...DROPPED,
    state: 'does not apply',
  },
  { name: 'no complete snapshot before', all: [sources()], ...DROPPED, state: 'does not apply' },
  {
    name: 'of records that come and go without events nothing is said',
    all: [observed('suppressions')],
    baseline: new Map([['suppressions', 10]]),
    ...DROPPED,
    of: 'suppressions',
    state: 'does not apply',
  },
];

describe('what resources say about each other', () => {
  it.each(rows)('$rule $state: $name', ({ all, baseline = new Map(), of, rule, state, detail, reason }) => {
    const found = crossChecks(all, baseline)
      .get(of)
      ?.find((doubt) => doubt.rule.rule === rule);

    if (state === 'does not apply') expect(found).toBeUndefined();
    else expect(found?.rule).toMatchObject({ rule, holds: state === 'holds', ...(detail && { detail }) });
    if (reason !== undefined) expect(found?.reason).toBe(reason);
  });

  it('says nothing of nothing', () => {
    expect([...crossChecks([], new Map())]).toEqual([]);
  });
});

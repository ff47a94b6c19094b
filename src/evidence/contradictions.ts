/**
 * What records say that cannot all be true of a list that is whole: whose they are, how many there are
 * of others, when they were made. Pure.
 */
import type { OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { Doubt, Observed } from './plausibility.ts';
import type { ReadFacts } from './read-facts.ts';

/** A resource that was read, with what was seen while reading it. */
export interface Read extends Observed {
  readonly facts: Pick<ReadFacts, 'pages' | 'gap'>;
}

/** Time that was asked for of one resource, by the server's clock. Instants, ISO 8601 UTC. */
export interface AskedTime {
  readonly from: string;
  readonly to: string;
  /** When it was asked. */
  readonly askedAt: string;
  /** No run before has read it. */
  readonly isFirst: boolean;
}

/** An event may come late, but not this late. */
const LATEST_EVENT_MS = 60 * 60 * 1000;

/** Returns the rules about each resource that follow from what others say, by resource. */
export function contradictions(
  read: readonly Read[],
  windows: ReadonlyMap<string, AskedTime>,
): ReadonlyMap<string, readonly Doubt[]> {
  const doubts = new Map<string, readonly Doubt[]>();
  for (const one of read) {
    const { name } = one.definition;
    const found = [
      ...originRules(one, read),
      ...announcementRules(name, one, read),
      ...trailRules(one, read, windows.get(name)),
    ];
    if (found.length > 0) doubts.set(name, found);
  }
  return doubts;
}

function doubt(reason: OutcomeReason, rule: string, holds: boolean, detail: string): Doubt {
  return { reason, rule: holds ? { rule, holds } : { rule, holds, detail } };
}

/** No record may be another workspace's. One that is known to be ours by other means is said all the same. */
function originRules({ definition, observations }: Read, read: readonly Read[]): Doubt[] {
  const { foreign } = observations;
  if (foreign.size === 0) return [];
  const vouchers = read.find((other) => other.definition.name === definition.voucher?.to)?.observations;
  const ours = new Set(vouchers?.foreign.size === 0 ? vouchers.ids : []);
  const counts = [...foreign].map(([id, count]) => ({ count, isOurs: ours.has(id) }));
  const countOf = (wanted: boolean) =>
    counts.reduce((sum, { count, isOurs }) => sum + (isOurs === wanted ? count : 0), 0);
  const [strangers, vouched] = [countOf(false), countOf(true)];
  const rule = 'records-are-this-workspaces';
  if (strangers > 0)
    return [doubt('cross-reference', rule, false, `${strangers} records name another workspace`)];
  const detail = `${vouched} records name another workspace, and ${definition.voucher?.to} of this one`;
  return [{ reason: 'cross-reference', rule: { rule, holds: true, detail } }];
}

/**
 * A parent that says how many children it has must show as many. Whether those that are only invited count
 * among them Segment does not say: one reading must fit all parents alike.
 */
function announcementRules(
  name: string,
  { observations: { perParent } }: Read,
  read: readonly Read[],
): Doubt[] {
  return read
    .filter(({ definition }) => definition.counts?.of === name)
    .flatMap(({ definition, observations: { announced } }) => {
      const shown = (id: string) => perParent.get(id) ?? 0;
      const empty = [...announced].filter(([id, count]) => count > 0 && shown(id) === 0);
      const detail = `${empty.length} ${definition.name} say that they have some and show none`;
      return [
        doubt('implausible-empty', 'announced-records-shown', empty.length === 0, detail),
        countRule(definition, announced, shown, read),
      ];
    });
}

function countRule(
  { name, counts }: ResourceDefinition,
  announced: ReadonlyMap<string, number>,
  shown: (id: string) => number,
  read: readonly Read[],
): Doubt {
  const rule = 'announced-count-shown';
  const expected = read.find(({ definition, facts }) => {
    return definition.name === counts?.orWith && facts.gap === undefined;
  });
  const withExpected = (id: string) => shown(id) + (expected?.observations.perParent.get(id) ?? 0);
  const wrong = [...announced].filter(([id, count]) => count !== shown(id));
  const [[first, count] = ['', 0]] = wrong;
  const fitsWithExpected = [...announced].every(([id, said]) => said === withExpected(id));
  if (wrong.length > 0 && expected !== undefined && fitsWithExpected) {
    const detail = `the numbers that ${name} say are with their ${expected.definition.name}`;
    return { reason: 'count-mismatch', rule: { rule, holds: true, detail } };
  }
  const detail = `${wrong.length} ${name} show another number than they say, the first ${shown(first)} of ${count}`;
  return doubt('count-mismatch', rule, wrong.length === 0, detail);
}

/** What was made leaves an event. A trail without any, over a time in which records were made, is not whole. */
function trailRules(
  { definition, observations, facts }: Read,
  read: readonly Read[],
  asked: AskedTime | undefined,
): Doubt[] {
  const isRead = facts.pages > 0 && facts.gap === undefined;
  if (asked === undefined || asked.isFirst || !isRead || observations.records > 0) return [];
  const fromMs = Date.parse(asked.from);
  const untilMs = Math.min(Date.parse(asked.to), Date.parse(asked.askedAt) - LATEST_EVENT_MS);
  const made = read.flatMap((other) => {
    const count = other.observations.createdAtMs.filter((atMs) => atMs >= fromMs && atMs <= untilMs).length;
    return count === 0 || other.definition === definition ? [] : [`${count} ${other.definition.name}`];
  });
  const detail = `no events of a time in which were made: ${made.join(', ')}`;
  return [doubt('implausible-empty', 'events-of-what-was-made', made.length === 0, detail)];
}

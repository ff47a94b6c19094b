/**
 * What records say that cannot all be true of a list that is whole: whose they are, how many there are
 * of others, when they were made. Pure.
 */
import type { OutcomeReason } from '../../schemas/outcome.ts';
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

/** The rule that no record is another workspace's. */
export const ABOUT_ORIGIN = 'records-are-this-workspaces';

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
      ...placeRules(one),
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
  const rule = ABOUT_ORIGIN;
  if (strangers > 0)
    return [doubt('cross-reference', rule, false, `${strangers} records name another workspace`)];
  const detail = `${vouched} records name another workspace, and ${definition.voucher?.to} of this one`;
  return [{ reason: 'cross-reference', rule: { rule, holds: true, detail } }];
}

/** What was asked for under one record must not be another's. */
function placeRules({ observations: { misplaced } }: Read): Doubt[] {
  if (misplaced === 0) return [];
  const detail = `${misplaced} records name another parent than the one that they were listed under`;
  return [doubt('cross-reference', 'records-are-their-parents', false, detail)];
}

/** A parent that says how many children it has must show as many. */
function announcementRules(name: string, children: Read, read: readonly Read[]): Doubt[] {
  return read
    .filter(({ definition }) => definition.counts?.of === name)
    .flatMap((parents) => {
      const { name: of } = parents.definition;
      const announced = [...parents.observations.announced];
      const { shown, note } = readingOf(parents, children, read);
      const empty = announced.filter(([id, count]) => count > 0 && shown(id) === 0);
      const wrong = announced.filter(([id, count]) => count !== shown(id));
      const [[first, count] = ['', 0]] = wrong;
      const detail = `${wrong.length} ${of} show another number than they say, the first ${shown(first)} of ${count}`;
      const emptyDetail = `${empty.length} ${of} say that they have some and show none`;
      const rule = 'announced-count-shown';
      return [
        doubt('implausible-empty', 'announced-records-shown', empty.length === 0, emptyDetail),
        note === undefined
          ? doubt('count-mismatch', rule, wrong.length === 0, detail)
          : { reason: 'count-mismatch', rule: { rule, holds: true, detail: note } },
      ];
    });
}

/** Returns what the counts of a resource's records are of; nothing where no record tells it. */
export function meaningOfCounts(
  read: readonly Read[],
  name: string,
): 'members' | 'members-and-invites' | undefined {
  const parents = read.find(({ definition }) => definition.name === name);
  const { counts } = parents?.definition ?? {};
  const children = read.find(({ definition }) => definition.name === counts?.of);
  const invited = read.find(({ definition }) => definition.name === counts?.orWith);
  if (parents === undefined || children === undefined || invited === undefined) return undefined;
  const telling = [...parents.observations.announced.keys()].filter(
    (id) => (invited.observations.perParent.get(id) ?? 0) > 0,
  );
  const { shown } = readingOf(parents, children, read);
  const { announced } = parents.observations;
  if (telling.length === 0 || telling.some((id) => shown(id) !== announced.get(id))) return undefined;
  const isWithInvites = telling.every((id) => shown(id) !== children.observations.perParent.get(id));
  return isWithInvites ? 'members-and-invites' : 'members';
}

/**
 * Whether those that are only invited count among the announced Segment does not say: they do where all
 * parents alike agree with them, and not all do without.
 */
function readingOf(
  { definition: { name, counts }, observations: { announced } }: Read,
  { observations: { perParent } }: Read,
  read: readonly Read[],
): { readonly shown: (id: string) => number; readonly note?: string } {
  const expected = read.find(
    ({ definition, facts }) => definition.name === counts?.orWith && facts.gap === undefined,
  );
  const shown = (id: string) => perParent.get(id) ?? 0;
  const withExpected = (id: string) => shown(id) + (expected?.observations.perParent.get(id) ?? 0);
  const tiesOut = (count: (id: string) => number) => [...announced].every(([id, said]) => said === count(id));
  if (tiesOut(shown) || !tiesOut(withExpected)) return { shown };
  return { shown: withExpected, note: `what ${name} say is with their ${expected?.definition.name}` };
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

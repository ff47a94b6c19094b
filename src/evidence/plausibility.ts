/**
 * Whether lists that came without an error can be whole. A token that may see only some things gets
 * filtered lists and a 200; what other lists say about them gives that away. Pure.
 * A filtered list that nothing else contradicts cannot be told apart from a whole one.
 */
import type { CompletenessRule, SecondLook } from '../../schemas/manifest.ts';
import type { OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { FieldVisibility } from './field-visibility.ts';
import { type LookedUp, referenceRules } from './references.ts';

/** What the records of one resource say, as far as it bears on others. */
export interface Observations {
  readonly records: number;
  /** Ids as Segment gave them. */
  readonly ids: readonly string[];
  /** Ids of other resources' records that these records name, by resource. */
  readonly referenced: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many records of the other resource each record says that it has, by id. */
  readonly announced: ReadonlyMap<string, number>;
  /** Records per parent's id. */
  readonly perParent: ReadonlyMap<string, number>;
  /** Records that grant ownership of the workspace. */
  readonly owners: number;
  /** Records by the value of the tallied field. */
  readonly tallies: ReadonlyMap<string, number>;
  /** Of a list that the server empties for a token without the right: what it shows of it. */
  readonly visibility?: FieldVisibility | undefined;
  /** Records that name another parent than the one that they were listed under. */
  readonly misplaced: number;
  /** Records that name another workspace, by the id of what may vouch for them; '' where nothing does. */
  readonly foreign: ReadonlyMap<string, number>;
  /** When records were made, as far as they say so. Milliseconds since 1970. */
  readonly createdAtMs: readonly number[];
}

/** One resource that was read, at least in part. */
export interface Observed {
  readonly definition: ResourceDefinition;
  readonly observations: Observations;
  /** The resource under whose records it was read. */
  readonly parentResource?: string | undefined;
  /** What became of those that others name and the list has not; absent: they were not asked for. */
  readonly lookedUp?: LookedUp | undefined;
  /** What the first pages of its lists showed when all had been read; absent: they were not asked for again. */
  readonly secondLook?: SecondLook | undefined;
}

/** A rule of completeness, and the reason that is given when it does not hold. */
export interface Doubt {
  readonly reason: OutcomeReason;
  readonly rule: CompletenessRule;
  /** Records that others name, and that are known not to be there. */
  readonly dangling?: number;
}

/** Records of each resource when it was last whole. */
export type Baseline = ReadonlyMap<string, number>;

/** More than this share gone without a trace is implausible. */
const LARGEST_DROP = 0.5;

/** Returns the rules about each resource that follow from all of them together, by resource. */
export function crossChecks(
  observed: readonly Observed[],
  baseline: Baseline,
): ReadonlyMap<string, readonly Doubt[]> {
  const doubts = new Map<string, readonly Doubt[]>();
  const events = observed.find(({ definition }) => definition.tallied !== undefined);
  for (const { definition, observations, lookedUp, secondLook } of observed) {
    const { name } = definition;
    const found = [
      ...referenceRules(name, observed, lookedUp),
      ...movementRules(secondLook),
      ...(definition.grants === undefined ? [] : ownerRules(definition, observed)),
      ...dropRules(definition, observations.records, baseline.get(name), events),
    ];
    if (found.length > 0) doubts.set(name, found);
  }
  for (const { definition, parentResource } of observed) {
    const { name } = definition;
    const isSuspect = doubts.get(parentResource ?? '')?.some(({ rule }) => !rule.holds) === true;
    if (isSuspect) doubts.set(name, [...(doubts.get(name) ?? []), parentDoubt(`${parentResource}`)]);
  }
  return doubts;
}

/** A record that is missing among the parents was not asked for what they have. */
function parentDoubt(parentResource: string): Doubt {
  const detail = `not all ${parentResource} seem to be listed, and only those that are were asked`;
  return doubt('parents-unread', 'every-parent-listed', false, detail);
}

function doubt(reason: OutcomeReason, rule: string, holds: boolean, detail: string): Doubt {
  return { reason, rule: holds ? { rule, holds } : { rule, holds, detail } };
}

/** A list of several pages must have stood still while it was read, as far as a second look can tell. */
function movementRules(look: SecondLook | undefined): Doubt[] {
  if (look?.result === undefined || look.result === 'no-answer') return [];
  const detail =
    'the first page was another one when all had been read; what was read again is not settled either';
  return [doubt('moved', 'stood-still-while-read', look.result !== 'moved', detail)];
}

/** Every workspace has an owner, by a grant of their own or through a group. */
function ownerRules({ name, isNeverEmpty }: ResourceDefinition, observed: readonly Observed[]): Doubt[] {
  const granting = observed.filter(({ definition }) => definition.grants !== undefined);
  // Said of one of them only: the first, which lists the people themselves. Where those were not asked
  // for, there is nothing to say: owners need no group.
  if (granting[0]?.definition.name !== name || isNeverEmpty !== true) return [];
  const owners = granting.reduce((sum, { observations }) => sum + observations.owners, 0);
  const detail = `no owner among ${granting.map(({ definition }) => definition.name).join(' and ')}`;
  return [doubt('implausible-empty', 'somebody-owns-the-workspace', owners > 0, detail)];
}

/** Whether a type of audit event is the named one or a kind of it: `Source Function Deleted` is a `Function Deleted`. */
function isOfFamily(type: string, family: string): boolean {
  return ` ${inWords(type)}`.endsWith(` ${inWords(family)}`);
}

/** Segment writes `Source Deleted` today; older events are called `source.deleted`. */
function inWords(type: string): string {
  return type
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Records do not go by the half without an event that says so. */
function dropRules(
  { goneBy }: ResourceDefinition,
  now: number,
  before: number | undefined,
  events: Observed | undefined,
): Doubt[] {
  if (goneBy === undefined || before === undefined || before === 0) return [];
  const hasDropped = now < before * (1 - LARGEST_DROP);
  const types = [...(events?.observations.tallies.keys() ?? [])];
  const isExplained = goneBy.some((family) => types.some((type) => isOfFamily(type, family)));
  const detail = `${now} records, ${before} the last time that they were all read, and no audit event of their removal`;
  return [doubt('implausible-empty', 'not-far-fewer-than-before', !hasDropped || isExplained, detail)];
}

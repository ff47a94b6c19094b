/**
 * From conditions to causes: a dead token, a host that cannot be reached, a role that is too small. The record
 * keeps one condition for each resource; people hear of what is behind them once. Pure: a record in, causes out.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, conditionKey, severities } from '../../schemas/condition.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { resources as definitions } from '../../schemas/resources/index.ts';
import { FITS_INTO_THE_TIME } from '../evidence/completeness.ts';

/** What a record of any version says of how it was read. */
export type CauseRecord = Pick<Predicate, 'conditions' | 'resources'>;

/** Why several resources share a cause; `alone`: what a condition is about is all there is to it. */
export type CauseKind =
  | 'alone'
  | 'token'
  | 'role'
  | 'feature'
  | 'unreachable'
  | 'rate'
  | 'time'
  | 'unobserved'
  | 'same-run'
  | 'checks';

export interface Cause {
  /** The same in each record that has this cause. */
  readonly key: string;
  readonly kind: CauseKind;
  /** At least one; all of one name. */
  readonly conditions: readonly Condition[];
  /** Names of the resources that it is about, sorted; of a token, those that could not be read with it. */
  readonly resources: readonly string[];
  /** Ids of the checks that it is about, sorted. */
  readonly checks: readonly string[];
  /** Of those that were not begun for lack of time, by name: how long they take. */
  readonly needs: ReadonlyMap<string, string>;
}

/** Returns the causes behind the conditions of a record; each condition stands in one of them at most. */
export function causesOf(record: CauseRecord): readonly Cause[] {
  const entries = new Map(record.resources.map((entry) => [entry.name, entry]));
  const deadToken = deadTokenOf(record);
  const causes = new Map<string, { kind: CauseKind; conditions: Condition[] }>();
  for (const condition of record.conditions) {
    if (isBehindToken(condition, entries, deadToken)) continue;
    const { kind, group } = kindOf(condition, entries);
    const key = kind === 'alone' ? conditionKey(condition) : `${condition.condition}\0\0${kind}\0${group}`;
    const cause = causes.get(key) ?? { kind, conditions: [] };
    causes.set(key, { ...cause, conditions: [...cause.conditions, condition] });
  }
  return [...causes].map(([key, { kind, conditions }]) => {
    const isToken = conditions.some((condition) => condition === deadToken);
    const named = isToken ? unreadNames(record) : conditions.flatMap(({ resource }) => resource ?? []);
    const needs = kind === 'time' ? needsOf(named, entries) : new Map<string, string>();
    const checks = conditions.flatMap(({ check }) => check ?? []).toSorted();
    return { key, kind: isToken ? 'token' : kind, conditions, resources: named.toSorted(), checks, needs };
  });
}

/** As their certificates say it: `100 requests at 2 a minute take 49 minutes, and 20 were left`. */
function needsOf(names: readonly string[], entries: Entries): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const rules = entries.get(name)?.completeness?.rules ?? [];
      const detail = rules.find(({ rule, holds }) => rule === FITS_INTO_THE_TIME && !holds)?.detail;
      return detail === undefined ? [] : [[name, detail] as const];
    }),
  );
}

/** Returns the most severe severity of some conditions. */
export function severityOf(conditions: readonly Condition[]): Condition['severity'] {
  return severities[Math.min(...conditions.map(({ severity }) => severities.indexOf(severity)))] ?? 'high';
}

/** Returns when the first of some conditions was first seen. */
export function sinceOf(conditions: readonly Condition[]): string {
  return conditions.map(({ since }) => since).toSorted()[0] ?? '';
}

const TOKEN_CONDITIONS: readonly string[] = [
  'token-refused',
  'wrong-region',
  'wrong-workspace',
  'token-unavailable',
];

/** The condition of a token with which nothing more could be read; one that another took the place of is none. */
function deadTokenOf({ conditions, resources }: CauseRecord): Condition | undefined {
  if (!resources.some(isUnreadForToken)) return undefined;
  return conditions.find(({ condition }) => TOKEN_CONDITIONS.includes(condition));
}

const isUnreadForToken = ({ outcome, reason }: ResourceEntry) => outcome === 'denied' && reason === 'token';

function unreadNames({ resources }: CauseRecord): readonly string[] {
  return resources.filter(isUnreadForToken).map(({ name }) => name);
}

type Entries = ReadonlyMap<string, ResourceEntry>;

/** What broke off when the token stopped working, and has not been read since, is no news of its own. */
function isBehindToken(
  { condition, resource, since }: Condition,
  entries: Entries,
  deadToken: Condition | undefined,
): boolean {
  if (deadToken === undefined || condition !== 'collection-incomplete' || since < deadToken.since)
    return false;
  const entry = entries.get(resource ?? '');
  return entry !== undefined && (isUnreadForToken(entry) || hasBrokenOff(entry));
}

const ALONE = { kind: 'alone', group: '' } as const;

function kindOf(
  { condition, resource, since }: Condition,
  entries: Entries,
): { readonly kind: CauseKind; readonly group: string } {
  // What checks found in one run is one message.
  if (condition === 'check-failed') return { kind: 'checks', group: since };
  if (resource === undefined) return ALONE;
  switch (condition) {
    case 'scope-gap':
    case 'field-hidden':
      return { kind: 'role', group: '' };
    case 'feature-unavailable': {
      const feature = missingFeature(resource, entries);
      return feature === undefined ? ALONE : { kind: 'feature', group: feature };
    }
    case 'collection-incomplete': {
      const kind = incompleteKind(entries.get(resource));
      return { kind, group: '' };
    }
    case 'schema-drift':
    case 'scope-reduced':
      // One release of Segment's, one change of the configuration: what came with it came with one run.
      return { kind: 'same-run', group: since };
    default:
      return ALONE;
  }
}

/**
 * The feature behind a resource that is not there: that of the outermost one that it is read under and that is not
 * there either; its own where those are.
 */
function missingFeature(resource: string, entries: Entries): string | undefined {
  const definition = definitions.find(({ name }) => name === resource);
  const parent = definition?.parent?.resource;
  const isParentMissing = parent !== undefined && entries.get(parent)?.outcome === 'unavailable';
  return (isParentMissing ? missingFeature(parent, entries) : undefined) ?? definition?.feature;
}

/** Why a resource is incomplete: what went wrong for many at once, or a doubt about this one. */
function incompleteKind(entry: ResourceEntry | undefined): CauseKind {
  switch (entry?.outcome) {
    case 'unreachable':
      return 'unreachable';
    case 'deferred':
      return entry.reason === 'rate' ? 'rate' : 'time';
    case 'partial':
      if (!hasBrokenOff(entry)) return 'alone';
      return entry.httpStatus === 401 || entry.httpStatus === 403 ? 'role' : 'unreachable';
    default:
      return 'unobserved';
  }
}

const BREAKING_OFF = ['read-to-the-end', 'every-parent-read', 'every-list-read'];

/** Whether nothing speaks against what was read but that reading came to no end. */
function hasBrokenOff({ outcome, completeness }: ResourceEntry): boolean {
  const broken = completeness?.rules.filter(({ holds }) => !holds) ?? [];
  return (
    outcome === 'partial' && broken.length > 0 && broken.every(({ rule }) => BREAKING_OFF.includes(rule))
  );
}

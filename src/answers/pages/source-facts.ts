/** Sources by environment and product, and how long their write keys have been seen. Plain data. */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { environmentOf, environmentParams, familyOf } from '../../checks/facts/environments.ts';
import { DAY_MS, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import type { PopulationFacts } from './population-facts.ts';
import { cellOf } from './table-facts.ts';

export const ENVIRONMENTS = ['production', 'staging', 'development', 'unknown'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];
type EnvironmentCounts = Readonly<Record<EnvironmentName, number>>;

export interface SourceFacts {
  /** null: sources were not read. */
  readonly environments: EnvironmentCounts | null;
  /** Sources of one product have a name in common, but for the environment. */
  readonly families: readonly { readonly name: string; readonly counts: EnvironmentCounts }[];
  readonly keyAges: readonly AgeBin[];
  /** Of how many sources no key was given. */
  readonly withoutKeyAge: number;
  /** How old a key may be, as the checks were asked with; null: they were not asked. */
  readonly mostKeyDays: number | null;
}

/** How many are from so many days on; up to the next one. */
export interface AgeBin {
  readonly fromDays: number;
  readonly count: number;
}

const KEY_DAYS = [0, 31, 91, 181, 366, 731];

export async function sourceFacts(
  reader: RecordReader,
  sources: PopulationFacts,
  results: readonly CheckResult[],
): Promise<SourceFacts> {
  const families = new Map<string, { name: string; counts: Record<EnvironmentName, number> }>();
  const params = environmentParams(paramsOf(results, 'envTokens'));
  for await (const { id, data } of reader.records('sources')) {
    const text = textAt(data, 'name') ?? textAt(data, 'slug') ?? id;
    const family = familyOf(text, params) || text;
    const { name, counts } = families.get(family) ?? { name: text, counts: none() };
    counts[environmentOf(data, params) ?? 'unknown'] += 1;
    families.set(family, { name: shorter(name, text), counts });
  }
  const all = none();
  for (const { counts } of families.values()) for (const name of ENVIRONMENTS) all[name] += counts[name];
  const ages = keyDaysOf(sources, reader.countedTo);
  const most = paramsOf(results, 'maxWriteKeyAgeDays')['maxWriteKeyAgeDays'];
  return {
    environments: sources.total === null ? null : all,
    families: [...families].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, family]) => family),
    keyAges: toBins(ages, KEY_DAYS),
    withoutKeyAge: sources.rows.length - ages.length,
    mostKeyDays: typeof most === 'number' ? most : null,
  };
}

/** A family is called as the source of it with the shortest name: `Website`, and not `Website (staging)`. */
const shorter = (one: string, other: string) =>
  other.length < one.length || (other.length === one.length && other < one) ? other : one;

const none = (): Record<EnvironmentName, number> => ({
  production: 0,
  staging: 0,
  development: 0,
  unknown: 0,
});

/** With what values the check was asked that has such a parameter: what is shown is what was judged. */
export function paramsOf(results: readonly CheckResult[], name: string): Readonly<Record<string, unknown>> {
  return results.find(({ params }) => Object.hasOwn(params, name))?.params ?? {};
}

function keyDaysOf(sources: PopulationFacts, countedTo: string): readonly number[] {
  return sources.rows.flatMap((row) => {
    const since = cellOf(sources, row, 'oldest_key_seen_since');
    if (typeof since !== 'string' || since === '') return [];
    return [Math.floor((Date.parse(countedTo) - Date.parse(since)) / DAY_MS)];
  });
}

/** Returns how many ages are in each bin; `edges`: where each begins. */
export function toBins(days: readonly number[], edges: readonly number[]): readonly AgeBin[] {
  return edges.map((fromDays, index) => {
    const end = edges[index + 1] ?? Number.POSITIVE_INFINITY;
    return { fromDays, count: days.filter((each) => each >= fromDays && each < end).length };
  });
}

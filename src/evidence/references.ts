/**
 * What records name and a list has not. Either the list is filtered, or what is named is gone: Segment does
 * not always take a reference back when it deletes something. Which of the two is asked about by id. Pure.
 */
import type { CompletenessRule } from '../../schemas/manifest.ts';

/** What became of the look-ups of one resource, in records. */
export interface LookedUp {
  /** Segment has them: the list leaves them out. */
  readonly there: number;
  readonly gone: number;
  /** Asked for, and no answer says which. */
  readonly unanswered: number;
  /** Not asked for: more than may be, or after an answer that no more can be asked. */
  readonly unasked: number;
  /** Why there was no answer, such as `denied: scope`. */
  readonly why?: string | undefined;
}

/** What matters here of a resource that was read. */
interface Naming {
  readonly definition: { readonly name: string };
  readonly observations: {
    readonly ids: readonly string[];
    readonly referenced: ReadonlyMap<string, ReadonlySet<string>>;
  };
}

interface ReferenceDoubt {
  readonly reason: 'cross-reference';
  readonly rule: CompletenessRule;
  /** Records that others name, and that are known not to be there. */
  readonly dangling?: number;
}

/** More than this share missing is no leftover of deleted records. */
const LARGEST_GONE = 0.5;

interface Named {
  /** Different ids that others name. */
  readonly named: number;
  /** Those that the list has not, in UTF-16 code unit order. */
  readonly missing: readonly string[];
  /** Who names them, in words. */
  readonly by: string;
}

/**
 * Returns the ids that others name and the list has not, in order, where asking for them can show that the
 * list is whole. Nothing can where it is empty or lacks more than half of what is named.
 */
export function danglingIn(name: string, observed: readonly Naming[]): readonly string[] {
  const found = namedOf(name, observed);
  return found === undefined || lacksTooMany(name, found, observed) ? [] : found.missing;
}

/** Returns the rule about what others name of a resource; none where no one names any. */
export function referenceRules(
  name: string,
  observed: readonly Naming[],
  lookedUp: LookedUp | undefined,
): readonly ReferenceDoubt[] {
  const found = namedOf(name, observed);
  if (found === undefined) return [];
  const { missing, by } = found;
  const reason = 'cross-reference';
  if (missing.length === 0) return [{ reason, rule: { rule: 'every-named-record-listed', holds: true } }];
  const isGone = lookedUp?.gone === missing.length && !lacksTooMany(name, found, observed);
  if (isGone) {
    const detail = `not listed: ${by}; asked for by id, and Segment has none of them`;
    const rule = { rule: 'named-records-listed-or-gone', holds: true, detail };
    return [{ reason, rule, dangling: missing.length }];
  }
  const asked = lookedUp === undefined ? '' : `; ${inWords(lookedUp)}`;
  return [
    {
      reason,
      rule: { rule: 'every-named-record-listed', holds: false, detail: `not listed: ${by}${asked}` },
    },
  ];
}

function namedOf(name: string, observed: readonly Naming[]): Named | undefined {
  const naming = observed.filter(({ observations }) => observations.referenced.has(name));
  if (naming.length === 0) return undefined;
  const listed = new Set(listOf(name, observed));
  const named = new Set<string>();
  const by = naming.flatMap(({ definition, observations }) => {
    const ids = [...(observations.referenced.get(name) ?? [])];
    for (const id of ids) named.add(id);
    const count = ids.filter((id) => !listed.has(id)).length;
    return count === 0 ? [] : [`${count} named by ${definition.name}`];
  });
  const missing = [...named].filter((id) => !listed.has(id)).sort();
  return { named: named.size, missing, by: by.join(', ') };
}

function listOf(name: string, observed: readonly Naming[]): readonly string[] {
  return observed.find(({ definition }) => definition.name === name)?.observations.ids ?? [];
}

function lacksTooMany(name: string, { named, missing }: Named, observed: readonly Naming[]): boolean {
  return listOf(name, observed).length === 0 || missing.length > named * LARGEST_GONE;
}

function inWords({ there, gone, unanswered, unasked, why }: LookedUp): string {
  const because = why === undefined ? '' : ` (${why})`;
  return [
    `asked for by id: ${there} there`,
    `${gone} gone`,
    ...(unanswered > 0 ? [`${unanswered} without an answer that says${because}`] : []),
    ...(unasked > 0 ? [`${unasked} not asked for`] : []),
  ].join(', ');
}

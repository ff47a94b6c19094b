/**
 * All that is known of one population, in one class each: what the list shows and what others name. Auditors set a list
 * against what they know from elsewhere in the same way. Pure.
 */
import type { KnownClasses, Naming } from '../../schemas/manifest.ts';
import type { ReferenceDefinition } from '../../schemas/resource.ts';
import type { LookedUp } from './references.ts';

/** Who names records of a resource: where in their lines, and which. */
export interface NamingIds {
  readonly resource: string;
  readonly pointers: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** What is known of a resource besides its list. */
export interface Knowing {
  readonly naming: readonly NamingIds[];
  /** Different ids in its file; undefined where it could not be read, or was not to be. */
  readonly distinctIds: number | undefined;
  /** Different ids that are both named and listed. */
  readonly matched: number;
  readonly lookedUp: LookedUp | undefined;
  /** Left out on purpose. */
  readonly isExcluded: boolean;
}

/** Returns where in a record's line a reference stands, as an RFC 6901 pointer. */
export function pointerOf({ in: place, field }: ReferenceDefinition): string {
  return `/${place}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Returns the different ids that somebody names. */
export function allNamed(naming: readonly NamingIds[]): ReadonlySet<string> {
  const [first, ...others] = naming;
  if (first === undefined || others.length === 0) return first?.ids ?? new Set();
  const all = new Set(first.ids);
  for (const { ids } of others) for (const id of ids) all.add(id);
  return all;
}

/** Returns the members of the manifest's entry; none where nothing is known of. */
export function knownMembers({ naming, distinctIds, matched, lookedUp, isExcluded }: Knowing): {
  readonly known?: KnownClasses;
  readonly crossReferences?: Naming[];
} {
  const named = allNamed(naming).size;
  if (distinctIds === undefined && named === 0) return {};
  const missing = named - matched;
  // What Segment said of them when asked by id; without an answer nobody knows.
  const asked = isExcluded ? 0 : Math.min(missing, (lookedUp?.gone ?? 0) + (lookedUp?.there ?? 0));
  return {
    known: {
      matched,
      observedOnly: (distinctIds ?? 0) - matched,
      namedElsewhereOnly: asked,
      excluded: isExcluded ? missing : 0,
      indeterminate: isExcluded ? 0 : missing - asked,
    },
    ...(naming.length === 0
      ? {}
      : {
          crossReferences: naming.map(({ resource, pointers, ids }) => ({
            resource,
            pointers: [...pointers],
            ids: ids.size,
          })),
        }),
  };
}

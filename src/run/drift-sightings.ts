/** Since when each drifted field has been seen. Like the date of a condition, carried on by runs that did not look. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Records } from '../commit/history.ts';
import type { DriftLine } from '../evidence/drift.ts';
import { type Archive, findInRecords } from './earlier-records.ts';

type Drift = ReadonlyMap<string, readonly DriftLine[]>;

const keyOf = (resource: string, { pointer, kind }: DriftLine) => `${resource} ${kind} ${pointer}`;

/** Returns the entries, each with what drifted in its records. What no record knows was first seen `at`. */
export async function withDrift(
  deps: Archive,
  history: Records,
  entries: readonly ResourceEntry[],
  { found, at }: { readonly found: Drift; readonly at: string },
): Promise<readonly ResourceEntry[]> {
  const seen = await sightingsIn(deps, history, found);
  return entries.map((entry) => {
    const lines = found.get(entry.name) ?? [];
    if (lines.length === 0) return entry;
    const drift = lines.map((line) => ({ ...line, firstSeenAt: seen.get(keyOf(entry.name, line)) ?? at }));
    return { ...entry, drift };
  });
}

/**
 * What the newest record says that has the field, unless a whole reading since then was without it. As a rule
 * the last record answers for all.
 */
async function sightingsIn(
  deps: Archive,
  history: Records,
  found: Drift,
): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  const open = new Map(
    [...found].map(([name, lines]) => [name, new Set(lines.map((line) => keyOf(name, line)))]),
  );
  const pick = ({ resources }: Predicate): true | undefined => {
    for (const { name, outcome, drift = [] } of resources) {
      const wanted = open.get(name);
      for (const field of drift) {
        const key = keyOf(name, field);
        if (wanted?.delete(key) === true) seen.set(key, field.firstSeenAt);
      }
      if (outcome === 'complete') wanted?.clear();
    }
    return [...open.values()].every(({ size }) => size === 0) ? true : undefined;
  };
  const hasDrift = [...open.values()].some(({ size }) => size > 0);
  if (hasDrift) await findInRecords(deps, history, pick);
  return seen;
}

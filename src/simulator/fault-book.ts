/** Keeps the faults of a running simulator and decides which of them a request meets. */
import type { Fault, FaultEffect, FaultMatch } from './faults.ts';

export interface FaultBook {
  add(fault: Fault): void;
  clear(): void;
  /** Counts a request against every fault that matches it; returns the effects it meets, oldest first. */
  effectsFor(request: { readonly operationId: string | null; readonly path: string }): FaultEffect[];
}

/** Returns an empty book. Several faults may meet one request; each works on the result of the one before. */
export function createFaultBook(): FaultBook {
  let entries: { fault: Fault; seen: number }[] = [];
  return {
    add: (fault) => {
      entries.push({ fault, seen: 0 });
    },
    clear: () => {
      entries = [];
    },
    effectsFor: (request) => {
      const effects: FaultEffect[] = [];
      for (const entry of entries) {
        const { match, effect } = entry.fault;
        if (!isMatch(match, request)) continue;
        entry.seen += 1;
        const first = match.fromRequest ?? 1;
        if (entry.seen >= first && entry.seen < first + (match.times ?? Number.POSITIVE_INFINITY))
          effects.push(effect);
      }
      return effects;
    },
  };
}

function isMatch(
  match: FaultMatch,
  { operationId, path }: { operationId: string | null; path: string },
): boolean {
  if (match.operationId !== undefined && match.operationId !== operationId) return false;
  if (match.path === undefined) return true;
  // `search` starts at the beginning, also for a pattern with the g flag.
  return typeof match.path === 'string' ? match.path === path : path.search(match.path) >= 0;
}

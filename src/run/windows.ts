/** Which time to ask for, of resources that are read by time. Pure. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ReadWindow } from '../segment/read-resource.ts';

export interface PlannedWindow extends ReadWindow {
  /** Up to when earlier runs have read everything; absent: no run has. */
  readonly wholeTo: string | undefined;
}

/** Events may come late, and clocks differ: each window begins and ends this much earlier. */
const MARGIN_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Returns the window of each resource that has one. The first is all that the API remembers; later ones go
 * on where the last whole one ended. `isCut`: the API has forgotten some of what comes between.
 */
export function planWindows(
  definitions: readonly ResourceDefinition[],
  startedAt: string,
  wholeTo: (resource: string) => string | undefined,
): ReadonlyMap<string, PlannedWindow> {
  const windows = new Map<string, PlannedWindow>();
  for (const { name, window } of definitions) {
    if (window === undefined) continue;
    const startMs = Date.parse(startedAt);
    const rememberedMs = startMs - window.days * DAY_MS;
    const toMs = startMs - MARGIN_MS;
    const before = notAhead(wholeTo(name), toMs);
    const nextMs = before === undefined ? rememberedMs : Date.parse(before) - MARGIN_MS;
    windows.set(name, {
      from: new Date(Math.max(nextMs, rememberedMs)).toISOString(),
      to: new Date(toMs).toISOString(),
      isCut: before !== undefined && Date.parse(before) < rememberedMs,
      wholeTo: before,
    });
  }
  return windows;
}

/** An end later than ours was written by a clock that was ahead: nobody knows up to when was read then. */
function notAhead(wholeTo: string | undefined, toMs: number): string | undefined {
  return wholeTo === undefined || Date.parse(wholeTo) > toMs ? undefined : wholeTo;
}

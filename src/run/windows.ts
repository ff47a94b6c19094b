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
    const before = wholeTo(name);
    const nextMs = before === undefined ? rememberedMs : Date.parse(before) - MARGIN_MS;
    const toMs = startMs - MARGIN_MS;
    windows.set(name, {
      // A clock set back must not make a window that ends before it begins.
      from: new Date(Math.min(Math.max(nextMs, rememberedMs), toMs)).toISOString(),
      to: new Date(toMs).toISOString(),
      isCut: before !== undefined && Date.parse(before) < rememberedMs,
      wholeTo: before,
    });
  }
  return windows;
}

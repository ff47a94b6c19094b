/** Which time to ask for, of resources that are read by time. Pure. */
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ReadWindow } from '../segment/places.ts';

export interface PlannedWindow extends ReadWindow {
  /**
   * Up to when all has been read once this window has: by the earlier of the two clocks. What happens while the
   * later one is ahead of the truth lies still before it, and would be asked for by no one.
   */
  readonly readTo: string;
  /** Now, by the clock that the window is bounded by. */
  readonly askedAt: string;
  /** No run before has read it whole. */
  readonly isFirst: boolean;
  /** Up to when earlier runs have read everything; absent: no run has. */
  readonly wholeTo: string | undefined;
}

/** Events may come late, and clocks differ: each window begins and ends this much earlier. */
const MARGIN_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The instant that windows are counted back from. */
export interface WindowClock {
  readonly at: string;
  /** The same instant by our own clock. */
  readonly ownAt?: string;
  /** Nothing could be asked: the windows only carry on what runs before have read. */
  readonly isUnasked?: boolean;
}

/**
 * Returns the clock to ask by: the server's, since its events are asked for; ours where it tells no time.
 * Where both count as right it is the start of the run, which the server tells only to the second.
 */
export function clockOf(startedAt: string, serverDate: string | undefined): WindowClock {
  const differenceMs = serverDate === undefined ? 0 : Date.parse(serverDate) - Date.parse(startedAt);
  const areBothRight = Math.abs(differenceMs) <= LARGEST_SKEW_MS;
  return { at: serverDate === undefined || areBothRight ? startedAt : serverDate, ownAt: startedAt };
}

/**
 * Returns the window of each resource that has one. The first is all that the API remembers; later ones continue
 * where the last whole one ended. `isCut`: the API has forgotten some of what comes between.
 */
export function planWindows(
  definitions: readonly ResourceDefinition[],
  { at, ownAt = at, isUnasked = false }: WindowClock,
  wholeTo: (resource: string) => string | undefined,
): ReadonlyMap<string, PlannedWindow> {
  const windows = new Map<string, PlannedWindow>();
  for (const { name, window } of definitions) {
    if (window === undefined) continue;
    const startMs = Date.parse(at);
    const rememberedMs = startMs - window.days * DAY_MS;
    const toMs = startMs - MARGIN_MS;
    // Our own clock is no witness against what was read by the server's.
    const before = isUnasked ? wholeTo(name) : notAhead(wholeTo(name), toMs);
    const nextMs = before === undefined ? rememberedMs : Date.parse(before) - MARGIN_MS;
    windows.set(name, {
      from: new Date(Math.min(Math.max(nextMs, rememberedMs), toMs)).toISOString(),
      to: new Date(toMs).toISOString(),
      isCut: before !== undefined && Date.parse(before) < rememberedMs,
      wholeTo: before,
      readTo: new Date(Math.min(startMs, Date.parse(ownAt)) - MARGIN_MS).toISOString(),
      askedAt: at,
      isFirst: wholeTo(name) === undefined,
    });
  }
  return windows;
}

/** An end later than ours was written by a clock that was ahead: no one knows up to when was read then. */
function notAhead(wholeTo: string | undefined, toMs: number): string | undefined {
  return wholeTo === undefined || Date.parse(wholeTo) > toMs ? undefined : wholeTo;
}

/**
 * What the server tells of the rate, and how long it lets wait. Until the reset that it named, its word replaces our own
 * minute. After it the server counts anew, or counts a minute that slides: Segment does not say. So one request goes to
 * see, and the others follow once its answer tells how many may.
 */

/** Segment counts by the minute. A reset later than this tells of a mistake. */
const LATEST_RESET_MS = 150_000;
/** The header `Date` has whole seconds, and an answer takes its time: no more than this tells of a wrong clock. */
const SAME_TIME_MS = 2_000;
/** How long the others wait for the answer of the one that went to see. */
const LONGEST_TRIAL_MS = 5_000;
/** How often they check whether it has come. */
const NAP_MS = 25;

/** What a response says about the rate. */
export interface RateReport {
  readonly remaining: number;
  /** By the server's clock, like `serverMs`: when it was sent. */
  readonly resetAtMs: number;
  readonly serverMs?: number | undefined;
}

/** Returns in how long the limit is reset, by a clock that may be wrong; absent: what was told makes no sense. */
export function resetInMs(report: RateReport, nowMs: number): number | undefined {
  const { resetAtMs, serverMs = nowMs } = report;
  const inMs = resetAtMs - (Math.abs(serverMs - nowMs) > SAME_TIME_MS ? serverMs : nowMs);
  // Else one mistaken header could hold a run back for years.
  return inMs > 0 && inMs <= LATEST_RESET_MS ? inMs : undefined;
}

interface Told extends RateReport {
  /** By our own clock. */
  readonly untilMs: number;
}

/** Of one connection. */
export class ToldRate {
  #told: Told | undefined;
  #sentSince = 0;
  /** The first that was sent since the reset, while it is not answered. */
  #trial: { readonly request: object; readonly untilMs: number } | undefined;

  /**
   * Returns how long until one more may go, when our own minute lets it wait so long. `keptFor`: how many must be left
   * for others until the reset.
   */
  waitMs(nowMs: number, ownMs: number, keptFor: (untilMs: number) => number = () => 0): number {
    const told = this.#told;
    if (told === undefined) return ownMs;
    if (told.untilMs > nowMs) {
      const left = told.remaining - this.#sentSince;
      return left > 0 && left > keptFor(told.untilMs) ? 0 : told.untilMs - nowMs;
    }
    const isAwaited = this.#trial !== undefined && this.#trial.untilMs > nowMs;
    return isAwaited ? Math.min(ownMs, NAP_MS) : 0;
  }

  /** A request was sent. */
  note(request: object, nowMs: number): void {
    this.#sentSince += 1;
    const isReset = this.#told !== undefined && this.#told.untilMs <= nowMs;
    const isAwaited = this.#trial !== undefined && this.#trial.untilMs > nowMs;
    if (isReset && !isAwaited) this.#trial = { request, untilMs: nowMs + LONGEST_TRIAL_MS };
  }

  /** A request was answered: when it went to see, the next one may. Returns whether it had. */
  answered(request: object): boolean {
    const wasTrial = this.#trial?.request === request;
    if (wasTrial) this.#trial = undefined;
    return wasTrial;
  }

  /**
   * Takes note of what an answer told of this limit. What was told earlier than what is known does not replace it.
   * `underWay`: how many requests the server has not counted yet, as far as anybody knows.
   */
  observe(report: RateReport | undefined, request: object, nowMs: number, underWay: number): void {
    const wasTrial = this.answered(request);
    const inMs = report === undefined ? undefined : resetInMs(report, nowMs);
    const told = this.#told;
    if (report === undefined || inMs === undefined) {
      // The server has nothing to say any more: our own minute goes on.
      if (wasTrial) this.#told = undefined;
      return;
    }
    if (told !== undefined && told.untilMs > nowMs && isEarlier(report, told)) return;
    this.#told = { ...report, untilMs: nowMs + inMs };
    this.#sentSince = underWay;
  }
}

/** Whether one report is older than another: of a period before, or with more left in the same. */
function isEarlier(one: RateReport, other: RateReport): boolean {
  return one.resetAtMs === other.resetAtMs
    ? one.remaining >= other.remaining
    : one.resetAtMs < other.resetAtMs;
}

/** Somebody elsewhere who is called when a run begins and ends, and who misses the call of a run that never begins. */
import type { Beat } from '../../schemas/config-alerts.ts';

/** What is said of one run. */
export interface Pulse {
  readonly beat: Beat;
  /** A UUID; the same for both calls of a run. */
  readonly runId: string;
  /** A word or two of ours about how it stands; no names. */
  readonly word: string;
}

export interface Heartbeat {
  /** Kind and place in the configuration, such as `heartbeat-2`; never the address. */
  readonly name: string;
  /** Calls it; once more within its time where the first call got lost. @throws AlertError */
  beat(pulse: Pulse): Promise<void>;
  /** Returns what can be said without calling it, for people. @throws AlertError */
  probe(): Promise<string>;
}

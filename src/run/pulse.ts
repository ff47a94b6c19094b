/**
 * Calling those who watch from elsewhere that runs come. Whatever goes wrong with a call fails no run; a run waits
 * for it a few seconds at most, and what could not be called is told through the channels by the run's record.
 */
import type { Beat } from '../../schemas/config-alerts.ts';
import type { Heartbeat } from '../alerts/heartbeat.ts';
import { AlertError } from '../errors.ts';

interface PulseLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The calls of one run. */
export interface RunPulse {
  /** Says that the run has begun: there is something to collect. Nobody waits for it. */
  start(): void;
  /** Returns the names of those that could not be told that the run has begun. */
  unreached(): Promise<readonly string[]>;
  /** Says how the run ended. */
  end(beat: Exclude<Beat, 'start'>, word: string): Promise<void>;
  readonly hasStarted: boolean;
}

/** Returns the calls of one run. */
export function openPulse(
  heartbeats: readonly Heartbeat[],
  { runId, log }: { readonly runId: string; readonly log: PulseLog },
): RunPulse {
  let started: Promise<readonly string[]> | undefined;
  const tell = async (beat: Beat, word: string) => {
    const failed = await Promise.all(heartbeats.map((each) => tellOne(each, { beat, runId, word }, log)));
    return failed.flat();
  };
  return {
    start: () => {
      started ??= tell('start', 'started');
    },
    unreached: () => started ?? Promise.resolve([]),
    end: async (beat, word) => {
      // In this order, or the run would look as if it were still on its way.
      await started;
      await tell(beat, word);
    },
    get hasStarted() {
      return started !== undefined;
    },
  };
}

async function tellOne(
  heartbeat: Heartbeat,
  pulse: Parameters<Heartbeat['beat']>[0],
  log: PulseLog,
): Promise<readonly string[]> {
  const { name } = heartbeat;
  try {
    await heartbeat.beat(pulse);
    return [];
  } catch (error) {
    if (!(error instanceof AlertError)) throw error;
    log.warn({ channel: name, beat: pulse.beat, error: error.message }, 'heartbeat not delivered');
    return [name];
  }
}

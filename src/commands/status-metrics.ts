/** `status --format metrics`: what `schedule` answers at /metrics, of evidence as it lies in the stores. Pure. */
import type { EffectiveConnection } from '../config/effective.ts';
import { nextSlotAfter } from '../schedule/slots.ts';
import { type ConnectionState, toMetrics } from '../service/state.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import { type ChainHeads, chainState, NOTHING_KNOWN } from './chain-state.ts';

/** A connection, and what its chain says; no heads: it could not be read. */
export interface Measured {
  readonly connection: EffectiveConnection;
  readonly heads: ChainHeads | undefined;
}

/** Returns the metrics of a fleet, in Prometheus text format, without a final newline. */
export function describeMetrics(measured: readonly Measured[], now: Date): string {
  return toMetrics(
    measured.map((each) => stateOf(each, now)),
    now,
    TOOL_VERSION,
  ).trimEnd();
}

function stateOf({ connection, heads }: Measured, now: Date): ConnectionState {
  const { name, schedule, timezone } = connection;
  const next = schedule === undefined ? undefined : nextSlotAfter(schedule, timezone, now);
  return {
    connection: name,
    isReadable: heads !== undefined,
    isRunning: null,
    ...(heads === undefined ? NOTHING_KNOWN : chainState(heads, connection)),
    nextSlot: next?.toISOString() ?? null,
    lastExitCode: null,
    undeliveredAlerts: null,
  };
}

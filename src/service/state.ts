/** What the schedule process tells about itself: for a person or a probe as JSON, for Prometheus as text. */
import { overdueSince } from '../schedule/expected.ts';

export interface ConnectionState {
  readonly connection: string;
  readonly isRunning: boolean;
  readonly lastRunAt: string | null;
  readonly lastStatus: 'complete' | 'partial' | 'failed' | null;
  readonly lastCompleteAt: string | null;
  readonly missedSlots: number | null;
  /** By when the next run has to come; null: no schedule asks, or no record to count from. */
  readonly expectedBy: string | null;
  readonly nextSlot: string | null;
  /** Since when the token is known to be in use. */
  readonly tokenSince: string | null;
  /** How the last attempt of this process ended; null before the first one. */
  readonly lastExitCode: number | null;
}

/** Returns the answer of `/healthz`. */
export function toHealth(states: readonly ConnectionState[], isAlive: boolean): Record<string, unknown> {
  return { status: isAlive ? 'ok' : 'stopping', connections: states };
}

interface Metric {
  readonly name: string;
  readonly help: string;
  /** Null: not known, so the series is left out; a gap is never a number. */
  readonly of: (state: ConnectionState, nowMs: number) => number | null;
}

const seconds = (instant: string | null) => (instant === null ? null : Date.parse(instant) / 1000);
/** What is after now was dated by a clock that is wrong: how long ago it was is not known. */
const since = (instant: string | null, nowMs: number) =>
  instant === null || Date.parse(instant) > nowMs ? null : Math.floor((nowMs - Date.parse(instant)) / 1000);

const METRICS: readonly Metric[] = [
  {
    name: 'last_run_timestamp_seconds',
    help: 'When the last committed run began.',
    of: ({ lastRunAt }) => seconds(lastRunAt),
  },
  {
    name: 'seconds_since_last_complete',
    help: 'Seconds since the last complete snapshot was committed; absent when there is none, or it is dated after now.',
    of: ({ lastCompleteAt }, nowMs) => since(lastCompleteAt, nowMs),
  },
  {
    name: 'missed_slots',
    help: 'Slots without a record that the last run names.',
    of: ({ missedSlots }) => missedSlots,
  },
  {
    name: 'overdue',
    help: '1 when the run that the last record announced, or that the schedule asks for, is overdue.',
    of: ({ expectedBy }, nowMs) => (expectedBy === null ? null : overdueSince(expectedBy, nowMs) ? 1 : 0),
  },
  {
    name: 'next_slot_timestamp_seconds',
    help: 'When the schedule asks for the next run.',
    of: ({ nextSlot }) => seconds(nextSlot),
  },
  {
    name: 'token_age_seconds',
    help: 'The token is at least this old; absent when that is not known.',
    of: ({ tokenSince }, nowMs) => since(tokenSince, nowMs),
  },
  { name: 'collecting', help: '1 while a run is under way.', of: ({ isRunning }) => (isRunning ? 1 : 0) },
  {
    name: 'last_exit_code',
    help: 'Exit code of the last run of this process.',
    of: ({ lastExitCode }) => lastExitCode,
  },
];

const STATUSES = ['complete', 'partial', 'failed'] as const;

/** Returns the answer of `/metrics`, in Prometheus text format 0.0.4. */
export function toMetrics(states: readonly ConnectionState[], now: Date, version: string): string {
  const lines = METRICS.flatMap(({ name, help, of }) => {
    const samples = states.flatMap((state) => {
      const value = of(state, now.getTime());
      return value === null
        ? []
        : [`segment_evidence_${name}{${label('connection', state.connection)}} ${value}`];
    });
    return family(name, help, samples);
  });
  const statuses = states.flatMap(({ connection, lastStatus }) =>
    lastStatus === null
      ? []
      : STATUSES.map((status) => {
          const labels = `${label('connection', connection)},${label('status', status)}`;
          return `segment_evidence_last_status{${labels}} ${status === lastStatus ? 1 : 0}`;
        }),
  );
  const about = [`segment_evidence_build_info{${label('version', version)}} 1`];
  return [
    ...family('build_info', 'Version of the program.', about),
    ...family('last_status', 'Status of the last snapshot: 1 for the one it has.', statuses),
    ...lines,
    '',
  ].join('\n');
}

function family(name: string, help: string, samples: readonly string[]): readonly string[] {
  if (samples.length === 0) return [];
  return [`# HELP segment_evidence_${name} ${help}`, `# TYPE segment_evidence_${name} gauge`, ...samples];
}

const label = (name: string, value: string) =>
  `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;

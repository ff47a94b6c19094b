/** What the schedule process tells about itself: for a person or a probe as JSON, for Prometheus as text. */
import { overdueSince } from '../schedule/expected.ts';

export interface ConnectionState {
  readonly connection: string;
  /** Whether its store can be read; absent where nobody has tried just now. */
  readonly isReadable?: boolean;
  /** Null: nobody here runs it. */
  readonly isRunning: boolean | null;
  readonly lastRunAt: string | null;
  readonly lastStatus: 'complete' | 'partial' | 'failed' | null;
  readonly lastCompleteAt: string | null;
  /** How long the last run took, to the commit. */
  readonly lastRunSeconds: number | null;
  /** Open conditions by severity; null: no record to tell. */
  readonly conditions: Readonly<Record<string, number>> | null;
  /** Records of each resource in the last snapshot, where there are any or none for certain. */
  readonly records: Readonly<Record<string, number>>;
  readonly missedSlots: number | null;
  /** By when the next run has to come; null: no schedule asks, or no record to count from. */
  readonly expectedBy: string | null;
  readonly nextSlot: string | null;
  /** Since when the token is known to be in use. */
  readonly tokenSince: string | null;
  /** How the last attempt of this process ended; null before the first one. */
  readonly lastExitCode: number | null;
  /** Alerts that the last run of this process could not deliver; null before the first one. */
  readonly undeliveredAlerts: number | null;
  /** When this process last looked at it from outside; null before that. Absent where it does not. */
  readonly watchedAt?: string | null;
  /** What was wrong then, or could not be looked at. */
  readonly problems?: number | null;
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

const toNumber = (is: boolean | null) => (is === null ? null : Number(is));

const METRICS: readonly Metric[] = [
  {
    name: 'readable',
    help: '1 when the chain could be read just now; otherwise 0, and nothing else is known.',
    of: ({ isReadable = null }) => toNumber(isReadable),
  },
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
  {
    name: 'last_run_duration_seconds',
    help: 'How long the last committed run took.',
    of: ({ lastRunSeconds }) => lastRunSeconds,
  },
  {
    name: 'undelivered_alerts',
    help: 'Alerts that this process could not deliver so far; they are tried again between slots.',
    of: ({ undeliveredAlerts }) => undeliveredAlerts,
  },
  {
    name: 'last_watch_timestamp_seconds',
    help: 'When this process last looked whether a run is overdue and sealed evidence unchanged.',
    of: ({ watchedAt = null }) => seconds(watchedAt),
  },
  {
    name: 'watch_problems',
    help: 'What was wrong at the last watch, or could not be looked at.',
    of: ({ problems = null }) => problems,
  },
  { name: 'collecting', help: '1 while a run is under way.', of: ({ isRunning }) => toNumber(isRunning) },
  {
    name: 'last_exit_code',
    help: 'Exit code of the last run of this process.',
    of: ({ lastExitCode }) => lastExitCode,
  },
];

const STATUSES = ['complete', 'partial', 'failed'] as const;

/** Name and value of the second label, and the value of the series. */
type Sample = readonly [string, string, number];

/** Several series for each connection. */
const LABELLED: readonly {
  readonly name: string;
  readonly help: string;
  readonly of: (state: ConnectionState) => readonly Sample[];
}[] = [
  {
    name: 'last_status',
    help: 'Status of the last snapshot: 1 for the one it has.',
    of: ({ lastStatus }) =>
      lastStatus === null ? [] : STATUSES.map((status) => ['status', status, status === lastStatus ? 1 : 0]),
  },
  {
    name: 'conditions',
    help: 'Open conditions of the last record, by severity.',
    of: ({ conditions }) =>
      Object.entries(conditions ?? {}).map(([severity, count]) => ['severity', severity, count]),
  },
  {
    name: 'records',
    help: 'Records of a resource in the last snapshot; absent for one that was not read.',
    of: ({ records }) => Object.entries(records).map(([name, count]) => ['resource', name, count]),
  },
];

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
  const about = [`segment_evidence_build_info{${label('version', version)}} 1`];
  return [
    ...family('build_info', 'Version of the program.', about),
    ...LABELLED.flatMap(({ name, help, of }) =>
      family(
        name,
        help,
        states.flatMap((state) => of(state).map((sample) => labelled(name, state, sample))),
      ),
    ),
    ...lines,
    '',
  ].join('\n');
}

function labelled(name: string, { connection }: ConnectionState, [by, of, value]: Sample): string {
  return `segment_evidence_${name}{${label('connection', connection)},${label(by, of)}} ${value}`;
}

function family(name: string, help: string, samples: readonly string[]): readonly string[] {
  if (samples.length === 0) return [];
  return [`# HELP segment_evidence_${name} ${help}`, `# TYPE segment_evidence_${name} gauge`, ...samples];
}

const label = (name: string, value: string) =>
  `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;

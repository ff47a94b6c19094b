/**
 * How the causes of conditions changed from one signed record to the next, as alerts. Pure: nothing but the two
 * records decides which there are, so whoever holds the chain can derive every alert again, and no state is
 * kept anywhere else.
 */
import { ALERT_SCHEMA, type AlertDocument, type AlertState } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, conditionKey, severities } from '../../schemas/condition.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { joinedLater, summaryOf } from './cause-text.ts';
import { type Cause, causesOf, severityOf, sinceOf } from './causes.ts';
import { acceptedOf, endingOf } from './ended.ts';
import { endedRemediation, leftOutOf } from './left-out.ts';
import { remediationOf } from './remediation.ts';

export interface AlertTarget {
  /** Kind and place of the channel, such as `slack-1`: part of the alert's id. */
  readonly channel: string;
  readonly reminderHours: number;
  /** What is below it the channel does not hear of. Default: it hears of everything. */
  readonly minSeverity?: Condition['severity'];
  /** Where the token is kept, as configured; absent: not known to whoever asks. */
  readonly tokenReference?: string | undefined;
}

/** An alert, and what it is known by besides. */
export interface DerivedAlert {
  readonly alert: AlertDocument;
  /** The same for each alert of one cause. */
  readonly cause: string;
  /** Ids of the alerts that versions before told in its place, one a resource. */
  readonly formerIds: readonly string[];
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Returns the alerts that a record gives rise to on one channel, the most severe first.
 * Opened: a cause of this record that was not there before. Resolved: the other way round. Ongoing: there
 * before, once for each reminder interval that has passed since it began, and when it has become more severe.
 */
export function alertsBetween(
  current: Predicate,
  previous: Predicate | undefined,
  target: AlertTarget,
): readonly DerivedAlert[] {
  const now = toView(current);
  const before = toView(previous);
  const make = (state: AlertState, cause: Cause, fellTo?: Condition['severity']) =>
    toAlert(state, cause, { current, previous, target, fellTo });
  const isHeard = (severity: Condition['severity']) => rank(severity) <= rank(target.minSeverity ?? 'info');
  const standing = now.causes.flatMap((cause) => {
    if (!goesOn(cause, before, before.told)) return [make('opened', cause)];
    const severity = severityOf(cause.conditions);
    const earlier = severityOf(openIn(before, cause));
    // To a channel that did not hear of it while it was less severe, this is the beginning.
    if (isHeard(severity) && !isHeard(earlier)) return [make('opened', cause)];
    // It is at least as old as it was in the record before, though other resources may be behind it by now.
    const whole = { conditions: [...cause.conditions, ...openIn(before, cause)] };
    const isDue =
      rank(severity) < rank(earlier) ||
      remindersUntil(current, whole, target) > remindersUntil(previous, whole, target);
    return isDue ? [make('ongoing', cause)] : [];
  });
  const ended = before.causes.filter((cause) => !goesOn(cause, now, now.lasting));
  const resolved = ended
    .map((cause) => endedPart(cause, now))
    .filter(({ conditions }) => conditions.length > 0)
    .map((cause) => make('resolved', cause));
  // Of what has fallen below what a channel hears of, it will not hear the end either.
  const fallen = before.causes.flatMap((cause) => {
    const open = openIn(now, cause);
    if (ended.includes(cause) || open.length === 0) return [];
    const severity = severityOf(open);
    const hasFallen = isHeard(severityOf(cause.conditions)) && !isHeard(severity);
    return hasFallen ? [make('resolved', cause, severity)] : [];
  });
  return [...standing, ...resolved, ...fallen].sort(
    (a, b) => rank(a.alert.severity) - rank(b.alert.severity) || (a.cause < b.cause ? -1 : 1),
  );
}

const rank = (severity: Condition['severity']) => severities.indexOf(severity);

/** A record's conditions, and what is behind them. */
interface View {
  readonly causes: readonly Cause[];
  readonly open: ReadonlyMap<string, Condition>;
  /** Each condition, as long as it lasts. */
  readonly lasting: ReadonlySet<string>;
  /** Of these, those that belong to a cause. */
  readonly told: ReadonlySet<string>;
}

function toView(record: Predicate | undefined): View {
  const { conditions = [] } = record ?? {};
  const causes = record === undefined ? [] : causesOf(record);
  return {
    causes,
    open: new Map(conditions.map((condition) => [conditionKey(condition), condition])),
    lasting: new Set(conditions.map(lastingKey)),
    told: new Set(causes.flatMap((cause) => cause.conditions.map(lastingKey))),
  };
}

/** What is open of a cause in a record: all that is behind it there, or what it was behind before. */
function openIn({ causes, open }: View, { key, conditions }: Cause): readonly Condition[] {
  const same = causes.find((cause) => cause.key === key);
  return same?.conditions ?? conditions.flatMap((condition) => open.get(conditionKey(condition)) ?? []);
}

/** What began anew, as with another token, is not what was there before. */
const lastingKey = (condition: Condition) => `${conditionKey(condition)}\0${condition.since}`;

/**
 * Whether a cause of one record goes on in another: there too it is behind some resources, be they others; or
 * all that it was behind is there, under another cause, where the two cannot be told apart any longer.
 */
function goesOn({ key, kind, conditions }: Cause, other: View, lasting: ReadonlySet<string>): boolean {
  const isShared = kind !== 'alone' && kind !== 'token';
  return (
    (isShared && other.causes.some((cause) => cause.key === key)) ||
    conditions.every((condition) => lasting.has(lastingKey(condition)))
  );
}

/** What is open still, for another cause or anew, has not ended. */
function endedPart(cause: Cause, now: View): Cause {
  const conditions = cause.conditions.filter((condition) => !now.open.has(conditionKey(condition)));
  const resources =
    cause.kind === 'token' ? cause.resources : conditions.flatMap((each) => each.resource ?? []);
  return { ...cause, conditions, resources };
}

/** How many reminder intervals had passed since the cause began when a run started. */
function remindersUntil(
  record: Predicate | undefined,
  { conditions }: Pick<Cause, 'conditions'>,
  { reminderHours }: AlertTarget,
): number {
  if (record === undefined) return 0;
  const elapsedMs = Date.parse(record.run.startedAt) - Date.parse(sinceOf(conditions));
  return Math.max(0, Math.floor(elapsedMs / (reminderHours * HOUR_MS)));
}

interface Between {
  readonly current: Predicate;
  readonly previous: Predicate | undefined;
  readonly target: AlertTarget;
  /** Of a cause that still lasts, and that the channel hears no more of. */
  readonly fellTo: Condition['severity'] | undefined;
}

function toAlert(
  state: AlertState,
  cause: Cause,
  { current, previous, target, fellTo }: Between,
): DerivedAlert {
  const { chain, connection, lastComplete, run, snapshotPath } = current;
  const { conditions, resources, checks } = cause;
  const [first] = conditions;
  if (first === undefined) throw new Error(`derive alert: ${cause.key}: expected a condition, got none`);
  const { condition } = first;
  const { resource, check } = conditions.length === 1 ? first : {};
  const since = sinceOf(conditions);
  // Of a run that could not ask whose token it has, the record before says whose evidence it was.
  const workspace = current.workspace ?? previous?.workspace ?? null;
  const idOf = ({ resource: about }: Pick<Condition, 'resource'>, ...more: readonly string[]) =>
    alertId([chain.logId, chain.seq, condition, about ?? null, state, target.channel, ...more]);
  const ids = conditions.map((each) => idOf(each, ...(each.check ? [each.check] : [])));
  const isOne = conditions.length === 1;
  const { summary, remediation } = wordsOf(state, cause, condition, { current, previous, target, fellTo });
  const alert: AlertDocument = {
    schema: ALERT_SCHEMA,
    id: isOne ? (ids[0] ?? '') : idOf({}, '', cause.key),
    causeId: causeIdOf(connection, cause.key),
    condition,
    state,
    severity: severityOf(conditions),
    connection,
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    ...(resource === undefined ? {} : { resource }),
    ...(resources.length === 0 ? {} : { resources: [...resources] }),
    ...(check === undefined ? {} : { check }),
    ...(checks.length === 0 ? {} : { checks: [...checks] }),
    summary,
    since,
    lastGoodAt: lastComplete?.at ?? null,
    runId: run.id,
    snapshotPath,
    remediation,
  };
  return { alert, cause: cause.key, formerIds: isOne ? [] : ids };
}

function wordsOf(
  state: AlertState,
  cause: Cause,
  condition: Condition['condition'],
  { current, target, fellTo }: Between,
): Pick<AlertDocument, 'summary' | 'remediation'> {
  const { kind, resources, checks, conditions } = cause;
  const { connection } = current;
  const remediation = () =>
    remediationOf({ condition, kind, resources, checks, connection, ...tokenOf(current, target) });
  if (fellTo !== undefined) return { summary: fallenSummary(cause, fellTo), remediation: remediation() };
  const since = sinceOf(conditions);
  if (state !== 'resolved') return { summary: SUMMARIES[state](cause, since), remediation: remediation() };
  const leftOut = leftOutOf(cause, current);
  const ending = { at: current.run.startedAt, since, leftOut, accepted: acceptedOf(cause, current) };
  return { summary: endingOf(cause, ending), remediation: endedRemediation(ending) };
}

function tokenOf({ token }: Predicate, { tokenReference }: AlertTarget) {
  return { tokenReference, role: token?.declaredRole };
}

const SUMMARIES: Readonly<Record<Exclude<AlertState, 'resolved'>, (cause: Cause, since: string) => string>> =
  {
    opened: (cause, since) => `${summaryOf(cause)} Since ${since}.`,
    ongoing: (cause, since) => `${summaryOf(cause)} Still open since ${since}.${joinedLater(cause)}`,
  };

const fallenSummary = (cause: Cause, severity: Condition['severity']) =>
  `Still there, but only ${severity} now, which this channel is not told of: ${summaryOf(cause)}`;

/** Returns what a cause of a connection is known by to services that keep what is open, in each chain alike. */
export function causeIdOf(connection: string, key: string): string {
  return alertId(['cause', connection, key]);
}

/** Returns an id that a retry, or the next run, gets again from the same parts. */
export function alertId(parts: readonly (string | number | null)[]): string {
  return sha256(canonical(parts));
}

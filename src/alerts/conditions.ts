/**
 * What people must hear of after a run: this run's facts and the previous record's conditions in,
 * this record's conditions out. Pure. A condition is opened once, keeps its `since` while it lasts,
 * and ends only with a run that looked at what it is about.
 */
import type { Condition, ConditionName } from '../../schemas/condition.ts';
import { LARGEST_SKEW_MS, type ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome } from '../../schemas/outcome.ts';
import { ABOUT_ORIGIN } from '../evidence/contradictions.ts';
import { planWayOut } from './remediation.ts';

/** What a run found out, as far as conditions depend on it. */
export interface RunFacts {
  readonly at: string;
  readonly resources: readonly ResourceEntry[];
  /** Names of resources whose records have fields that their schema does not know. */
  readonly drifted: readonly string[];
  /** Names of resources that were not read, or not to their end, since the time for reading was over. */
  readonly outOfTime: readonly string[];
  /** Names of resources whose feature is declared off and that answer with records all the same. */
  readonly answeringThoughOff: readonly string[];
  /** The role that the operator says the token has. */
  readonly declaredRole: string | undefined;
  /** What became of the token: working, or why not. */
  readonly token: 'working' | 'refused' | 'wrong-region' | 'wrong-workspace' | 'unavailable' | 'unknown';
  /** Stages of the token's secret: the one that Segment refused, and the one that worked in its place. */
  readonly fallback?: { readonly refused: string; readonly used: string } | undefined;
  /** Undefined: nobody can tell, as when the clock is behind what earlier records say. */
  readonly tokenAgeDays: number | undefined;
  readonly hasTokenChanged: boolean;
  /** Resources that the last complete record had and this run leaves out on purpose. */
  readonly reduced: readonly string[];
  /** Milliseconds by which our clock is ahead of the server's; undefined when no server told the time. */
  readonly clockSkewMs: number | undefined;
  /** Milliseconds by which the last record of the chain is dated after now. */
  readonly behindChainMs: number;
  /** Why a new chain had to be begun. */
  readonly brokenChain: string | undefined;
  /** Alerts of earlier records that had not reached a channel when this run began, by channel. */
  readonly undelivered: ReadonlyMap<string, number>;
  /** What each role-bound resource needs, for the summary. */
  readonly roleOf: (resource: string) => string;
}

export const TOKEN_AGE_WARN_DAYS = 75;
export const TOKEN_AGE_LIMIT_DAYS = 90;

type Found = Omit<Condition, 'since'>;

/** Returns the conditions of this run, sorted by name and resource. */
export function deriveConditions(run: RunFacts, previous: readonly Condition[]): readonly Condition[] {
  const found = [
    ...tokenConditions(run),
    ...run.resources.flatMap((entry) => resourceConditions(entry, run)),
    ...otherConditions(run),
  ];
  const since = new Map(previous.map((condition) => [keyOf(condition), condition.since]));
  const opened = found.map((condition) => ({ ...condition, since: since.get(keyOf(condition)) ?? run.at }));
  const keys = new Set(opened.map(keyOf));
  const carried = previous.filter((condition) => !keys.has(keyOf(condition)) && !wasObserved(condition, run));
  return [...opened, ...carried].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ condition, resource = '' }: Found) => `${condition}\0${resource}`;

function tokenConditions({ token, fallback, tokenAgeDays, hasTokenChanged }: RunFacts): readonly Found[] {
  const found: Found[] = [];
  const critical = (condition: ConditionName, summary: string) =>
    found.push({ condition, severity: 'critical', summary });
  if (token === 'refused')
    critical('token-refused', 'Segment refuses the token: revoked, deleted or mistyped.');
  if (token !== 'refused' && fallback !== undefined) {
    const summary = `Segment refuses the token in ${fallback.refused}; the run went on with the one in ${fallback.used}.`;
    critical('token-refused', summary);
  }
  if (token === 'wrong-region') critical('wrong-region', 'The token works in the other region only.');
  if (token === 'wrong-workspace')
    critical('wrong-workspace', 'The token belongs to another workspace than before.');
  if (token === 'unavailable')
    critical('token-unavailable', 'The token could not be fetched from where it is kept.');
  if (hasTokenChanged)
    found.push({
      condition: 'token-changed',
      severity: 'info',
      summary: 'The token was exchanged since the previous run.',
    });
  if (tokenAgeDays !== undefined && tokenAgeDays >= TOKEN_AGE_WARN_DAYS) {
    const severity = tokenAgeDays >= TOKEN_AGE_LIMIT_DAYS ? 'high' : 'medium';
    found.push({
      condition: 'token-rotation-due',
      severity,
      summary: `The token is at least ${tokenAgeDays} days old.`,
    });
  }
  return found;
}

const CONDITION_OF: Readonly<Partial<Record<Outcome, ConditionName>>> = {
  partial: 'collection-incomplete',
  deferred: 'collection-incomplete',
  unreachable: 'collection-incomplete',
  unavailable: 'feature-unavailable',
};

function resourceConditions(entry: ResourceEntry, run: RunFacts): readonly Found[] {
  const { name: resource, outcome, reason } = entry;
  const found: Found[] = [];
  if (run.drifted.includes(resource)) {
    found.push({
      condition: 'schema-drift',
      severity: 'low',
      resource,
      summary: `Records of ${resource} have fields that this version does not know; they were withheld.`,
    });
  }
  if (outcome === 'denied' && reason === 'scope') {
    const summary = `The token may not read ${resource}; it needs: ${run.roleOf(resource)}.${contradiction(run)}${planWayOut(resource)}`;
    return [...found, { condition: 'scope-gap', severity: 'high', resource, summary }];
  }
  if (outcome === 'partial' && reason === 'field-hidden') {
    const summary = `A field of ${resource} came empty or not at all; the token needs: ${run.roleOf(resource)}.${contradiction(run)}`;
    return [...found, { condition: 'field-hidden', severity: 'high', resource, summary }];
  }
  const condition = CONDITION_OF[outcome];
  if (condition === undefined) return found;
  const severity = condition === 'feature-unavailable' ? 'medium' : 'high';
  const why = run.outOfTime.includes(resource) ? OUT_OF_TIME : missingRight(entry, run);
  const summary = `${resource} is ${outcome}: ${reason}.${why}`;
  return [...found, { condition, severity, resource, summary }];
}

const OUT_OF_TIME =
  ' The time for this run was over before all of it was read; raise collect.maxMinutes, or the time that the platform gives a run.';

/** Reasons that a list has which the server shortened, with a 200, for a token that may not see all of it. */
const SHORTENED: readonly unknown[] = ['cross-reference', 'implausible-empty', 'parents-unread'];

/** What the token would need, where a resource or part of it was refused or seems to be kept from it. */
function missingRight(
  { name, outcome, reason, httpStatus, completeness }: ResourceEntry,
  run: RunFacts,
): string {
  const wasRefused = httpStatus === 401 || httpStatus === 403;
  if (outcome === 'unavailable' && reason === 'feature') {
    const refused = ` It was refused to a token that reads all users; if the plan includes it, the token needs: ${run.roleOf(name)}.`;
    return `${wasRefused ? refused : ''}${planWayOut(name)}`;
  }
  if (outcome !== 'partial') return '';
  if (completeness?.rules.some(({ rule, holds }) => rule === ABOUT_ORIGIN && !holds) === true)
    return ' Records of it name another workspace.';
  if (wasRefused)
    return ` The token may not read all of it; it needs: ${run.roleOf(name)}.${contradiction(run)}`;
  const isShortened = SHORTENED.includes(reason) && (httpStatus === undefined || httpStatus === 200);
  return isShortened ? ` If the token may see only some of it, give it: ${run.roleOf(name)}.` : '';
}

/** An owner's token may read everything: whoever declared it one is mistaken, or it has lost the role. */
function contradiction({ declaredRole }: RunFacts): string {
  return declaredRole === 'Workspace Owner' ? ' That is less than the declared role Workspace Owner.' : '';
}

function otherConditions(run: RunFacts): readonly Found[] {
  const { reduced, answeringThoughOff, brokenChain, undelivered } = run;
  const clock = clockSummary(run);
  const found: Found[] = [
    ...answeringThoughOff.map((resource) =>
      reduction(
        resource,
        `The feature of ${resource} is declared off, yet it has records; they were not read.`,
      ),
    ),
    ...reduced
      .filter((resource) => !answeringThoughOff.includes(resource))
      .map((resource) =>
        reduction(resource, `${resource} was collected before and is left out on purpose now.`),
      ),
  ];
  if (clock !== undefined) found.push({ condition: 'clock-skew', severity: 'medium', summary: clock });
  if (brokenChain !== undefined) {
    const summary = `The chain is not as it was left: ${brokenChain}.`;
    found.push({ condition: 'verification-failed', severity: 'critical', summary });
  }
  if (undelivered.size > 0) {
    const which = [...undelivered].map(([channel, count]) => `${channel} (${count})`).join(', ');
    const summary = `Alerts of earlier runs had not been delivered when this run began: ${which}.`;
    found.push({ condition: 'alert-undelivered', severity: 'high', summary });
  }
  return found;
}

/** A record is never dated before the one it follows, so a clock behind it shows however little it is. */
function clockSummary({ clockSkewMs, behindChainMs }: RunFacts): string | undefined {
  const inSeconds = (ms: number) => `${Math.round(ms / 1000)} seconds`;
  if (behindChainMs > 0) return `This machine's clock is ${inSeconds(behindChainMs)} behind the last record.`;
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) <= LARGEST_SKEW_MS) return undefined;
  return `This machine's clock is off by ${inSeconds(clockSkewMs)}.`;
}

function reduction(resource: string, summary: string): Found {
  return { condition: 'scope-reduced', severity: 'medium', resource, summary };
}

/** Per condition about a resource: the outcomes, some with their reason, that show that it has ended. */
const ENDED_BY: Readonly<Partial<Record<ConditionName, readonly string[]>>> = {
  // One refusal is one condition: which of the two it is, the last run that could tell says.
  'scope-gap': ['complete', 'partial', 'unavailable feature'],
  'feature-unavailable': ['complete', 'partial', 'denied scope'],
  'field-hidden': ['complete'],
  'collection-incomplete': ['complete'],
  'schema-drift': ['complete'],
  'scope-reduced': ['complete', 'partial'],
};

const ABOUT_TOKEN: readonly ConditionName[] = [
  'token-refused',
  'wrong-region',
  'wrong-workspace',
  'token-unavailable',
  'token-changed',
  'token-rotation-due',
];

/** Whether this run looked at what the condition is about, so that its absence now means its end. */
function wasObserved(condition: Condition, run: RunFacts): boolean {
  const { condition: name, resource } = condition;
  if (resource !== undefined) {
    const entry = run.resources.find((each) => each.name === resource);
    if (entry === undefined) return false;
    const endedBy = ENDED_BY[name] ?? [];
    return endedBy.includes(entry.outcome) || endedBy.includes(`${entry.outcome} ${entry.reason}`);
  }
  if (name === 'token-rotation-due' && run.tokenAgeDays === undefined) return false;
  if (ABOUT_TOKEN.includes(name)) return run.token === 'working';
  if (name === 'clock-skew') return run.clockSkewMs !== undefined;
  if (name === 'alert-undelivered') return true;
  // A chain that goes on was verified before it was extended.
  return name === 'verification-failed' && run.brokenChain === undefined;
}

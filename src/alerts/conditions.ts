/**
 * What people must hear of after a run: this run's facts and the previous record's conditions in,
 * this record's conditions out. Pure. A condition is opened once, keeps its `since` while it lasts,
 * and ends only with a run that looked at what it is about.
 */
import { type Condition, type ConditionName, conditionKey } from '../../schemas/condition.ts';
import { LARGEST_SKEW_MS, type ResourceEntry } from '../../schemas/manifest.ts';
import { isGap, type Outcome } from '../../schemas/outcome.ts';
import { FITS_INTO_THE_TIME } from '../evidence/completeness.ts';
import { ABOUT_ORIGIN } from '../evidence/contradictions.ts';
import { describeDrift } from '../evidence/drift.ts';
import type { Finding } from '../evidence/finding.ts';
import { isAboutEarlierToken, wasObserved } from './observed.ts';
import { planRemediation } from './remediation.ts';
import type { RunFacts } from './run-facts.ts';

export const TOKEN_AGE_WARN_DAYS = 75;
export const TOKEN_AGE_LIMIT_DAYS = 90;
/** Severity of `alert-undelivered` where every alert has arrived, and only a heartbeat has not. */
export const HEARTBEATS_ALONE = 'medium';

type Found = Omit<Condition, 'since'>;

/** Returns the conditions of this run, sorted by name and by what they are about. */
export function deriveConditions(run: RunFacts, previous: readonly Condition[]): readonly Condition[] {
  const told = [
    ...tokenConditions(run),
    ...run.resources.flatMap((entry) => resourceConditions(entry, run)),
    ...otherConditions(run, previous),
  ];
  const names = new Set(told.map(({ condition }) => condition));
  const isToldOtherwise = ({ toldAs }: Finding) => toldAs.some((name) => names.has(name));
  const findings = run.findings.filter((finding) => !isToldOtherwise(finding));
  const found = [...told, ...findings.flatMap(checkConditions)];
  const lasting = previous.filter(({ condition }) => !isAboutEarlierToken(condition, run));
  const since = new Map(lasting.map((condition) => [conditionKey(condition), condition.since]));
  const opened = found.map((condition) => ({
    ...condition,
    since: since.get(conditionKey(condition)) ?? run.at,
  }));
  const keys = new Set(opened.map(conditionKey));
  const carried = previous.filter(
    (condition) => !keys.has(conditionKey(condition)) && !wasObserved(condition, run),
  );
  return [...opened, ...carried].sort((a, b) => (conditionKey(a) < conditionKey(b) ? -1 : 1));
}

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
  const found: Found[] = driftConditions(entry);
  if (outcome === 'denied' && reason === 'scope') {
    const summary = `The token may not read ${resource}; it needs: ${run.roleOf(resource)}.${contradiction(run)}${planRemediation(resource)}`;
    return [...found, { condition: 'scope-gap', severity: 'high', resource, summary }];
  }
  if (outcome === 'partial' && reason === 'field-hidden') {
    const summary = `A field of ${resource} came empty or not at all; the token needs: ${run.roleOf(resource)}.${contradiction(run)}`;
    return [...found, { condition: 'field-hidden', severity: 'high', resource, summary }];
  }
  const condition = CONDITION_OF[outcome];
  // What was never offered is missed by nobody: it stands in the manifest.
  if (condition === undefined || !isGap(entry)) return found;
  const severity = condition === 'feature-unavailable' ? 'medium' : 'high';
  const why = run.outOfTime.includes(resource) ? outOfTime(entry, run) : missingRight(entry, run);
  const summary = `${resource} is ${outcome}: ${reason}.${why}`;
  return [...found, { condition, severity, resource, summary }];
}

/** One for all fields of a resource: which they are, the manifest says. */
function driftConditions({ name: resource, drift = [] }: ResourceEntry): Found[] {
  if (drift.length === 0) return [];
  // A list of values that got one more is the least that can happen to it.
  const severity = drift.every(({ kind }) => kind === 'new-value') ? 'info' : 'low';
  const summary = `Records of ${resource} have fields that differ from what this version knows: ${describeDrift(drift)}.`;
  return [{ condition: 'schema-drift', severity, resource, summary }];
}

function outOfTime({ completeness }: ResourceEntry, { isOnLambda }: RunFacts): string {
  const unfitting = completeness?.rules.find(({ rule }) => rule === FITS_INTO_THE_TIME)?.detail;
  const more = isOnLambda
    ? 'a function has no more: collect this connection in a container (docs/fleets.md).'
    : 'raise collect.maxMinutes, or the time that the platform gives a run.';
  if (unfitting !== undefined) return ` It was not begun: ${unfitting}; ${more}`;
  return ` The time for this run was over before all of it was read; ${more}`;
}

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
    return `${wasRefused ? refused : ''}${planRemediation(name)}`;
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

function otherConditions(run: RunFacts, previous: readonly Condition[]): readonly Found[] {
  const { reduced, answeringThoughOff } = run;
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
  found.push(...inputConditions(run), ...chainConditions(run, previous));
  return [...found, ...deliveryConditions(run)];
}

/** One for each file: what rests on it can neither pass nor fail. */
function inputConditions({ inputs = [] }: RunFacts): readonly Found[] {
  return inputs
    .filter(({ outcome }) => outcome !== 'complete')
    .map(({ name, outcome }) => ({
      condition: 'input-unusable',
      severity: 'high',
      resource: `input:${name}`,
      summary:
        outcome === 'unavailable'
          ? `The company's own file of ${name} is not there.`
          : `The company's own file of ${name} could not be read, or not all of it fits.`,
    }));
}

/** Alerts that had not arrived, and watchers that were called in vain: who is deaf does not say so. */
function deliveryConditions({ undelivered, unreached }: RunFacts): readonly Found[] {
  const which = [...undelivered].map(([channel, count]) => `${channel} (${count})`).join(', ');
  const sentences = [
    ...(undelivered.size === 0
      ? []
      : [`Alerts of earlier runs had not been delivered when this run began: ${which}.`]),
    ...(unreached.length === 0
      ? []
      : [`The call that this run has begun reached nobody: ${unreached.join(', ')}.`]),
  ];
  if (sentences.length === 0) return [];
  const severity = undelivered.size > 0 ? 'high' : HEARTBEATS_ALONE;
  return [{ condition: 'alert-undelivered', severity, summary: sentences.join(' ') }];
}

/**
 * What was done to a chain cannot be undone: critical in the run that meets it, and then only remembered for as
 * long as it is there. Another finding, or one more chain that had to be begun, is met anew.
 */
function chainConditions(
  { brokenChain, beginsChain }: RunFacts,
  previous: readonly Condition[],
): readonly Found[] {
  if (brokenChain === undefined) return [];
  const condition = 'verification-failed';
  const summary = `The chain is not as it was left: ${brokenChain}.`;
  const isKnown = previous.some((each) => each.condition === condition && each.summary === summary);
  return [{ condition, severity: isKnown && !beginsChain ? 'medium' : 'critical', summary }];
}

/** A record is never dated before the one it follows, so a clock behind it shows however little it is. */
function clockSummary({ clockSkewMs, behindChainMs }: RunFacts): string | undefined {
  const inSeconds = (ms: number) => `${Math.round(ms / 1000)} seconds`;
  if (behindChainMs > 0) return `This machine's clock is ${inSeconds(behindChainMs)} behind the last record.`;
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) <= LARGEST_SKEW_MS) return undefined;
  return `This machine's clock is off by ${inSeconds(clockSkewMs)}.`;
}

/** A check that is broken would be missed as one that passes. */
function checkConditions({ check, outcome, severity, summary }: Finding): readonly Found[] {
  return outcome === 'fail' || outcome === 'error'
    ? [{ condition: 'check-failed', severity, check, summary }]
    : [];
}

function reduction(resource: string, summary: string): Found {
  return { condition: 'scope-reduced', severity: 'medium', resource, summary };
}

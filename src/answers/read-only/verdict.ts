/**
 * Whether the audit trail supports that a run only read: what the trail, as a later run read it, says of the time in which
 * the run worked. A trail that tells of nothing at all supports nothing. Pure.
 */
import { LARGEST_SKEW_MS } from '../../../schemas/manifest.ts';
import { type AuditEvent, isChange } from '../../evidence/changes/event-kinds.ts';
import { holesIn, joined, type Span, spanText } from '../../evidence/changes/spans.ts';

/** A stretch of the trail that a run read whole, with every event in it. */
export interface TrailWindow<Reader = unknown> {
  readonly reader: Reader;
  readonly span: Span;
  readonly events: readonly AuditEvent[];
}

export interface RunFacts {
  /** From its start, or that of the run that it resumed, to its end. */
  readonly span: Span;
  /** The trail's actor of its token, as the sealed configuration says. */
  readonly collectorActor: string | undefined;
  /** Whether a later run could have read the trail of that time: it started late enough. */
  readonly isDue: boolean;
  /** Ids of the people who can log in. */
  readonly people: ReadonlySet<string>;
}

/**
 * `no-token`: nothing was changed by anybody but people. `declared-actor`: other tokens changed something; the declared
 * actor of ours did not.
 */
export type Claim = 'no-token' | 'declared-actor';

export interface Verdict<Reader = unknown> {
  readonly verdict: 'supported' | 'contradicted' | 'indeterminate';
  readonly claim?: Claim;
  readonly reason: string;
  /** No run has read the trail of that time yet: the next one will. */
  readonly isOpen: boolean;
  /** The windows that say it. */
  readonly windows: readonly TrailWindow<Reader>[];
  /** An event of anybody in them: the trail tells of what happens. */
  readonly control?: AuditEvent;
  /** Those that contradict it, or that nobody can tell. */
  readonly events: readonly AuditEvent[];
}

/** Returns what the windows of later runs say. `windows`: in the order of time. */
export function verdictOn<Reader>(
  { span, collectorActor, isDue, people }: RunFacts,
  windows: readonly TrailWindow<Reader>[],
): Verdict<Reader> {
  // Segment's clock and ours may differ a little.
  const wide = { fromMs: span.fromMs - LARGEST_SKEW_MS, toMs: span.toMs + LARGEST_SKEW_MS };
  const used = windows.filter((window) => window.span.fromMs <= wide.toMs && window.span.toMs >= wide.fromMs);
  const holes = holesIn(wide, joined(used.map((window) => window.span)));
  const during = eventsOf(used).filter(({ atMs }) => atMs >= wide.fromMs && atMs <= wide.toMs);
  const changes = during.filter(isChange);
  const own = changes.filter(({ actorId, actor }) => collectorActor === actorId || collectorActor === actor);
  const base = { windows: used, isOpen: false, events: [] };
  if (own.length > 0) {
    const reason = `the declared actor ${collectorActor} changed something while the run worked: ${typesOf(own)}`;
    return { ...base, verdict: 'contradicted', reason, events: own };
  }
  if (holes.length > 0) return { ...base, ...uncovered(holes, isDue) };
  const [control] = eventsOf(used);
  if (control === undefined)
    return {
      ...base,
      verdict: 'indeterminate',
      reason: 'the trail of that time has no event of anybody: nothing shows that it tells of what happens',
    };
  const tokens = changes.filter((event) => mayBeToken(event, people));
  if (tokens.length === 0)
    return {
      ...base,
      verdict: 'supported',
      claim: 'no-token',
      reason: `nobody but people changed anything while the run worked; the trail has ${eventsOf(used).length} events of the time around it`,
      control,
    };
  if (collectorActor === undefined)
    return {
      ...base,
      verdict: 'indeterminate',
      reason: `an actor that may be a token changed something while the run worked: ${typesOf(tokens)}; the configuration names no collectorActor`,
      control,
      events: tokens,
    };
  return {
    ...base,
    verdict: 'supported',
    claim: 'declared-actor',
    reason: `other tokens changed something while the run worked (${typesOf(tokens)}), the declared actor ${collectorActor} nothing`,
    control,
  };
}

function uncovered(holes: readonly Span[], isDue: boolean): Pick<Verdict, 'verdict' | 'reason' | 'isOpen'> {
  if (!isDue) {
    const reason = 'no later run has read the trail of that time yet';
    return { verdict: 'indeterminate', reason, isOpen: true };
  }
  const stretches = holes.map(spanText).map(({ from, to }) => `from ${from} to ${to}`);
  const reason = `no run has read the trail whole ${stretches.join(', ')}`;
  return { verdict: 'indeterminate', reason, isOpen: false };
}

/** Each once: windows overlap a little. */
function eventsOf(windows: readonly TrailWindow[]): readonly AuditEvent[] {
  const events = new Map(windows.flatMap((window) => window.events.map((event) => [event.id, event])));
  return [...events.values()];
}

const typesOf = (events: readonly AuditEvent[]) =>
  [...new Set(events.map(({ type, actor }) => `${type} by ${actor}`))].join(', ');

/** A person has an address, or is listed; Segment itself is no token of the workspace. */
function mayBeToken({ hasEmail, actorId }: AuditEvent, people: ReadonlySet<string>): boolean {
  return !hasEmail && !people.has(actorId) && actorId.toLowerCase() !== 'segment';
}

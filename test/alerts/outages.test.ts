/** However long Segment cannot be reached, and however often a slot is tried again: a begin and an end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import { deriveConditions } from '../../src/alerts/conditions.ts';
import { goldenPredicate } from '../support/alerts.ts';
import { factsOf } from '../support/run-facts.ts';
import { runs } from '../support/tier.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-22T00:00:00.000Z');
/** A run takes this long for each resource. */
const STEP = 20 * SECOND;

interface Outage {
  readonly fromMs: number;
  readonly lastsMs: number;
}

const isOut = ({ fromMs, lastsMs }: Outage, atMs: number) => atMs >= fromMs && atMs < fromMs + lastsMs;

/** What a run asks for. What it leaves out on purpose no outage can touch. */
const asked = goldenPredicate.resources.filter(({ outcome }) => outcome !== 'not-collected');

/** How each resource is read, one after the other; one during which the host goes away breaks off. */
function entriesAt(startMs: number, outage: Outage): readonly ResourceEntry[] {
  return asked.map((entry, index) => {
    const [beginMs, endMs] = [startMs + index * STEP, startMs + (index + 1) * STEP - 1];
    if (isOut(outage, beginMs)) {
      const { completeness: _, path: __, ...rest } = entry;
      const reason = index % 2 === 0 ? ('network' as const) : ('upstream' as const);
      return { ...rest, outcome: 'unreachable' as const, reason, records: null };
    }
    if (!isOut(outage, endMs)) return entry;
    const rules = [{ rule: 'read-to-the-end', holds: false }];
    const completeness = { method: 'none' as const, distinctIds: 1, rules };
    return { ...entry, outcome: 'partial' as const, reason: 'truncated' as const, completeness };
  });
}

/** The records of a week; a slot that was not complete is tried again after so many minutes each. */
function recordsOf(everyMs: number, retries: readonly number[], outage: Outage): readonly Predicate[] {
  const records: Predicate[] = [];
  const runAt = (startMs: number): boolean => {
    const resources = entriesAt(startMs, outage);
    const startedAt = new Date(startMs).toISOString();
    const conditions = deriveConditions(
      factsOf({ at: startedAt, resources }),
      records.at(-1)?.conditions ?? [],
    );
    const { run, chain } = goldenPredicate;
    records.push({
      ...goldenPredicate,
      resources: [...resources],
      conditions: [...conditions],
      run: { ...run, startedAt },
      chain: { ...chain, seq: records.length, recordedAt: startedAt },
    });
    return conditions.length === 0;
  };
  for (let slotMs = START; slotMs < START + 7 * 24 * HOUR; slotMs += everyMs) {
    let startMs = slotMs;
    let isComplete = runAt(startMs);
    for (const minutes of isComplete ? [] : retries) {
      startMs += asked.length * STEP + minutes * MINUTE;
      if (isComplete || startMs >= slotMs + everyMs) break;
      isComplete = runAt(startMs);
    }
  }
  return records;
}

function told(records: readonly Predicate[]): readonly string[] {
  const target = { channel: 'slack-1', reminderHours: 48 };
  return records.flatMap((record, index) =>
    alertsBetween(record, records[index - 1], target).map(({ alert }) => alert.state),
  );
}

describe.each([
  ['10 seconds', 10 * SECOND],
  ['10 minutes', 10 * MINUTE],
  ['10 hours', 10 * HOUR],
])('an outage of %s in a week', (_title, lastsMs) => {
  it.each([
    ['each slot is tried once', []],
    ['a failed slot is tried again', [5, 10, 20, 40, 60, 60, 60, 60, 60, 60, 60, 60, 60]],
  ])('is told at most twice on a channel, its begin and its end, where %s', (_how, retries) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 * 24 * 60 * 60 }),
        fc.constantFrom(HOUR, 6 * HOUR, 24 * HOUR),
        (seconds, everyMs) => {
          const outage = { fromMs: START + seconds * SECOND, lastsMs };
          const states = told(recordsOf(everyMs, retries, outage));
          expect([[], ['opened', 'resolved']]).toContainEqual(states);
        },
      ),
      { numRuns: runs({ fast: 15, full: 300 }) },
    );
  });

  it('is told when a slot falls into it', () => {
    const outage = { fromMs: START + 24 * HOUR - 1, lastsMs };

    expect(told(recordsOf(24 * HOUR, [], outage))).toEqual(['opened', 'resolved']);
  });
});

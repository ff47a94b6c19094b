import { describe, expect, it } from 'vitest';
import { type ConnectionState, toMetrics } from '../../src/service/state.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const YESTERDAY = '2026-11-21T12:00:00.000Z';
const TOMORROW = '2026-11-23T12:00:00.000Z';

const state: ConnectionState = {
  connection: 'acme',
  isRunning: false,
  lastRunAt: YESTERDAY,
  lastStatus: 'complete',
  lastCompleteAt: YESTERDAY,
  lastRunSeconds: 12.5,
  conditions: { critical: 1, high: 2, medium: 0, low: 0, info: 0 },
  records: { users: 14, sources: 0 },
  missedSlots: 0,
  expectedBy: TOMORROW,
  nextSlot: TOMORROW,
  tokenSince: YESTERDAY,
  lastExitCode: 0,
  undeliveredAlerts: 3,
  watchedAt: YESTERDAY,
  problems: 2,
};

/** The value of a metric; undefined where it is left out. */
function metric(name: string, changes: Partial<ConnectionState>): string | undefined {
  const text = toMetrics([{ ...state, ...changes }], NOW, '0.0.0-test');
  return new RegExp(`^segment_evidence_${name}\\{connection="acme"\\} (.*)$`, 'm').exec(text)?.[1];
}

describe('a metric', () => {
  it.each<[string, string, Partial<ConnectionState>, string | undefined]>([
    ['is the age of the token', 'token_age_seconds', {}, '86400'],
    [
      'is left out for a token dated after now, which is not new',
      'token_age_seconds',
      { tokenSince: TOMORROW },
      undefined,
    ],
    ['is what the last watch found', 'watch_problems', {}, '2'],
    ['is how long ago the last complete run was', 'seconds_since_last_complete', {}, '86400'],
    [
      'is left out for a run dated after now, which is not fresh',
      'seconds_since_last_complete',
      { lastCompleteAt: TOMORROW },
      undefined,
    ],
    ['is 0 while a run is expected later', 'overdue', {}, '0'],
    ['is 1 when a run was expected before', 'overdue', { expectedBy: YESTERDAY }, '1'],
    ['is left out when nobody can tell', 'overdue', { expectedBy: null }, undefined],
    ['is how long the last run took', 'last_run_duration_seconds', {}, '12.5'],
    ['is how many alerts are owed', 'undelivered_alerts', {}, '3'],
    ['is left out before the first run', 'undelivered_alerts', { undeliveredAlerts: null }, undefined],
  ])('%s', (_title, name, changes, value) => {
    expect(metric(name, changes)).toBe(value);
  });
});

describe('the series of a connection', () => {
  const text = (changes: Partial<ConnectionState> = {}) =>
    toMetrics([{ ...state, ...changes }], NOW, '0.0.0-test');

  it('count open conditions by severity, and what was read by resource', () => {
    const lines = text().split('\n');

    expect(lines.filter((line) => line.startsWith('segment_evidence_conditions{'))).toEqual(
      Object.entries({ critical: 1, high: 2, medium: 0, low: 0, info: 0 }).map(
        ([severity, count]) =>
          `segment_evidence_conditions{connection="acme",severity="${severity}"} ${count}`,
      ),
    );
    expect(lines).toContain('segment_evidence_records{connection="acme",resource="users"} 14');
    expect(lines).toContain('segment_evidence_records{connection="acme",resource="sources"} 0');
  });

  it('are left out while there is no record, since a gap is never a number', () => {
    const none = text({ conditions: null, records: {} });

    expect(none).not.toContain('segment_evidence_conditions');
    expect(none).not.toContain('segment_evidence_records');
  });
});

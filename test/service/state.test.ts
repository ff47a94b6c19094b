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
  missedSlots: 0,
  expectedBy: TOMORROW,
  nextSlot: TOMORROW,
  tokenSince: YESTERDAY,
  lastExitCode: 0,
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
  ])('%s', (_title, name, changes, value) => {
    expect(metric(name, changes)).toBe(value);
  });
});

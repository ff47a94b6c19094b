/** Five hundred connections on one screen: counted first, then those that need somebody, the gravest at the top. */
import { describe, expect, it } from 'vitest';
import { statusDocument } from '../../schemas/commands/status.ts';
import type { ConnectionState, ConnectionStatus } from '../../src/commands/connection-status.ts';
import { describeFleet, fleetOf, standingOf } from '../../src/commands/fleet.ts';
import { describeStatuses } from '../../src/commands/status-text.ts';
import type { ExitCode } from '../../src/errors.ts';

const AT = '2026-11-22T03:00:00.000Z';
const fresh = {
  connection: 'acme',
  exitCode: 0,
  last: {
    at: AT,
    seq: 3,
    status: 'complete',
    workspace: null,
    origin: { host: 'api.segmentapis.com', kind: 'segment' },
    conditions: [],
  },
  countedFrom: AT,
  overdueSince: null,
  chainProblem: null,
  tokenAgeDays: 12,
  runs: { complete: 3, partial: 0, failed: 0 },
  foreignRuns: 0,
  expectedSlots: 3,
  missingSlots: [],
  lateSlots: [],
  aheadRecords: [],
  lastGood: { users: AT },
} satisfies ConnectionStatus;
const withStatus = (status: 'partial' | 'failed') => ({
  last: { ...fresh.last, status },
  exitCode: 4 as ExitCode,
});
const open = { condition: 'wrong-region', severity: 'critical', summary: 'Wrong.', since: AT } as const;

const STATES = {
  unreadable: {
    connection: 'x',
    exitCode: 5,
    error: { code: 'READ_FAILED', message: 'list: x: expected y, got z' },
  },
  failed: { ...fresh, ...withStatus('failed'), overdueSince: AT },
  late: { ...fresh, ...withStatus('partial'), overdueSince: AT },
  partial: { ...fresh, ...withStatus('partial') },
  never: { ...fresh, last: null, countedFrom: null, exitCode: 4, tokenAgeDays: null, lastGood: {} },
  fresh,
} satisfies Record<string, ConnectionState>;

describe('a connection', () => {
  it.each(Object.entries(STATES))('is %s by the gravest word that is true of it', (standing, state) => {
    expect(standingOf(state)).toBe(standing);
  });

  it('is late where nothing can be counted from, and unreadable where its chain cannot be read', () => {
    expect(standingOf({ ...fresh, countedFrom: null })).toBe('late');
    expect(standingOf({ ...STATES.never, chainProblem: 'no record can be read' })).toBe('unreadable');
  });
});

describe('five hundred connections', () => {
  const trouble = ['partial', 'never', 'late', 'failed', 'unreadable'] as const;
  const states: ConnectionState[] = Array.from({ length: 500 }, (_, index) => {
    const connection = `acme-${String(index).padStart(3, '0')}`;
    const kind = index % 50 === 7 ? trouble[Math.floor(index / 50) % trouble.length] : undefined;
    return { ...(kind === undefined ? fresh : STATES[kind]), connection };
  });
  const last = { ...fresh.last, conditions: [open] };
  states[499] = { ...fresh, connection: 'acme-499', exitCode: 4, last, tokenAgeDays: 91 };

  it('are counted in one line', () => {
    expect(describeFleet(fleetOf(states))).toBe(
      '500 connections: 2 unreadable, 2 failed, 2 late, 2 partial, 2 never collected, 490 fresh (1 of them not without trouble); oldest token at least 91 days',
    );
  });

  it('are on one screen: those that need somebody, the gravest first; the others are counted', () => {
    const lines = describeStatuses(states).text.split('\n');

    expect(lines[0]).toBe(describeFleet(fleetOf(states)));
    expect(lines[1]).toMatch(/^CONNECTION +STATUS +LAST RUN +LAST GOOD +MISSING +TOKEN +OPEN CONDITIONS$/);
    const table = lines.slice(2, lines.indexOf('and 489 in order'));
    expect(table.map((line) => line.split(/ {2,}/)[1])).toEqual([
      ...['unknown', 'unknown'],
      ...['failed, overdue', 'failed, overdue'],
      ...['partial, overdue', 'partial, overdue'],
      ...['partial', 'partial'],
      ...['nothing yet', 'nothing yet'],
      'complete',
    ]);
    expect(lines.slice(1).filter((line) => line.length > 100)).toEqual([]);
    expect(lines.length).toBeLessThan(60);
    expect(lines.join('\n')).not.toContain('acme-001');
  });

  it('are all there with --verbose', () => {
    const { verboseText = '' } = describeStatuses(states);

    for (const { connection } of states) expect(verboseText).toContain(`\n${connection}`);
  });

  it('that all need somebody are counted after the first screen', () => {
    const all = states.map(({ connection }) => ({ ...STATES.failed, connection }));
    const lines = describeStatuses(all).text.split('\n');

    expect(lines[0]).toContain('500 connections: 500 failed');
    expect(lines).toContain('and 476 more that need somebody');
    expect(lines.length).toBeLessThan(110);
  });

  it('fit the published document', () => {
    const connections = states.map((state) => ({ ...state, standing: standingOf(state) }));
    const document = { schema: 'segment-evidence/status/v1', fleet: fleetOf(states), connections };

    expect(statusDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  });
});

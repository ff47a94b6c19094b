/** Audit events are read by time. Segment forgets them, so a run that fails must not leave a hole. */
import { describe, expect, it } from 'vitest';
import {
  type CollectedRun,
  collectOnce,
  expectNoGapWithContent,
  expectVerified,
  type Scene,
  withScene,
} from '../support/fault-row.ts';
import { everyNth } from '../support/tier.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The window of a run, in milliseconds before the start of that run. */
function windowOf({ resources }: CollectedRun) {
  const entry = resources.find(({ name }) => name === 'audit-events');
  const { from, to, wholeTo } = entry?.window ?? { from: '', to: '', wholeTo: '' };
  const startedMs = Date.parse(resources[0]?.startedAt ?? '');
  return {
    outcome: entry?.outcome,
    reason: entry?.reason,
    from: startedMs - Date.parse(from),
    to: startedMs - Date.parse(to),
    wholeTo: startedMs - Date.parse(wholeTo),
  };
}

const firstWindow = { from: 90 * DAY_MS, to: 5 * MINUTE_MS, wholeTo: 5 * MINUTE_MS };

describe('audit events', () => {
  it('are asked for the 90 days there are, up to five minutes ago, at first', () =>
    withScene({}, async (scene) => {
      const { run } = await collectOnce(scene);

      expect(windowOf(run)).toEqual({ outcome: 'complete', reason: undefined, ...firstWindow });
      const asked = scene.simulator.requests.find(({ operationId }) => operationId === 'listAuditEvents');
      expect([asked?.query['startTime'], asked?.query['endTime']]).toEqual([
        '2026-08-24T04:00:00.000Z',
        '2026-11-22T03:55:00.000Z',
      ]);
    }));

  it('are asked for from five minutes before the end of the last time on', () =>
    withScene({}, async (scene) => {
      await collectOnce(scene);
      const { run } = await collectOnce(scene);

      expect(windowOf(run)).toEqual({
        outcome: 'complete',
        reason: undefined,
        from: HOUR_MS + 10 * MINUTE_MS,
        to: 5 * MINUTE_MS,
        wholeTo: 5 * MINUTE_MS,
      });
    }));

  const failures: readonly {
    readonly title: string;
    readonly arrange: (scene: Scene) => void;
    readonly only?: string;
  }[] = [
    { title: 'a run that asked for something else', arrange: () => undefined, only: 'labels' },
    { title: 'a revoked token', arrange: ({ simulator }) => simulator.revoke() },
    {
      title: 'a refusal of the events alone',
      arrange: ({ fault }) => fault('listAuditEvents', { kind: 'status', status: 403 }),
    },
    {
      title: 'a list that breaks off',
      arrange: ({ simulator }) =>
        simulator.addFault({
          match: { operationId: 'listAuditEvents', fromRequest: 2 },
          effect: { kind: 'status', status: 500 },
        }),
    },
    {
      title: 'a total that does not fit',
      arrange: ({ fault }) => fault('listAuditEvents', { kind: 'short-list', drop: 1 }),
    },
    {
      title: 'an answer that is none',
      arrange: ({ fault }) => fault('listAuditEvents', { kind: 'html' }),
    },
  ];

  it.each(everyNth(failures, 3))(
    'leave no hole where a run could not read them: $title',
    ({ arrange, only }) =>
      withScene({ connection: { collect: { pageSize: 1 } } }, async (scene) => {
        await collectOnce(scene);
        scene.clock.advance(3 * DAY_MS);
        arrange(scene);
        const failed = await collectOnce(scene, { args: only === undefined ? [] : ['--only', only] });
        scene.simulator.clearFaults();
        scene.simulator.restore();
        const after = await collectOnce(scene);

        expect(failed.code).not.toBe(0);
        expectNoGapWithContent(failed.run, scene.cli.store);
        expect(recordedWindow(failed.run)?.wholeTo).toBe('2026-11-22T03:55:00.000Z');
        expect(recordedWindow(after.run)?.from).toBe('2026-11-22T03:50:00.000Z');
        expect(windowOf(after.run)).toMatchObject({ outcome: 'complete', wholeTo: 5 * MINUTE_MS });
        await expectVerified(scene);
      }),
  );

  it('are partial when more than Segment remembers has gone by, and whole again the next time', () =>
    withScene({}, async (scene) => {
      await collectOnce(scene);
      scene.clock.advance(100 * DAY_MS);
      const late = await collectOnce(scene);
      const next = await collectOnce(scene);

      expect(windowOf(late.run)).toEqual({ outcome: 'partial', reason: 'truncated', ...firstWindow });
      expect(late.code).toBe(4);
      expect(late.run.conditions).toMatchObject([
        { resource: 'audit-events' },
        { condition: 'token-rotation-due' },
      ]);
      expect(windowOf(next.run)).toMatchObject({ outcome: 'complete', from: HOUR_MS + 10 * MINUTE_MS });
      await expectVerified(scene);
    }));

  it('are asked for the 90 days there are as long as no run has read them', () =>
    withScene({}, async (scene) => {
      scene.simulator.revoke();
      const { run } = await collectOnce(scene);
      scene.simulator.restore();
      const { run: first } = await collectOnce(scene);

      expect(recordedWindow(run)).toBeUndefined();
      expect(windowOf(first)).toEqual({ outcome: 'complete', reason: undefined, ...firstWindow });
    }));
});

function recordedWindow({ resources }: CollectedRun) {
  return resources.find(({ name }) => name === 'audit-events')?.window;
}

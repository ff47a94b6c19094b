/** Did the collector only read? What the audit trail of later runs says of each run. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { readOnlyProofDocument } from '../../schemas/commands/read-only-proof.ts';
import { type RunFacts, verdictOn } from '../../src/answers/read-only/verdict.ts';
import type { AuditEvent } from '../../src/evidence/changes/event-kinds.ts';
import { sharedQuarter } from '../support/quarter.ts';

type Proof = z.infer<typeof readOnlyProofDocument>;

describe('changes --collector', () => {
  it('supports it of every run of the quarter, but of those of which the trail does not tell', async () => {
    const { ask, days, runs, story, period } = await sharedQuarter();
    const { code, stdout } = await ask('changes', '--collector', '--json');
    const proof = JSON.parse(stdout) as Proof;
    if (process.env['EXAMPLES'] === 'write') writeExample(proof);
    const seqOf = (day: number) => runs.get(day)?.record.chain.seq;
    const rowOf = (day: number) => proof.runs.find(({ seq }) => seq === seqOf(day));

    expect(code).toBe(4);
    expect(proof.standing).toMatch(
      /^NOT COMPLETE: 2 of \d+ runs indeterminate: an actor that may be a token/,
    );
    expect(proof.counts).toEqual({
      runs: runs.size,
      supported: runs.size - 3,
      contradicted: 0,
      indeterminate: 3,
      open: 1,
    });
    // Another program's token was at work.
    expect(rowOf(days.brief)).toMatchObject({
      verdict: 'indeterminate',
      events: [{ type: 'Source Modified', actor: story.cast.otherToken }],
    });
    // Nobody did anything that day.
    expect(rowOf(days.hushed)?.reason).toMatch(/no event of anybody/);
    expect(proof.runs.at(-1)?.reason).toBe('no later run has read the trail of that time yet');
    // Of a failed run too, by a window that was read later.
    expect(rowOf(days.failed[0] ?? 0)).toMatchObject({ verdict: 'supported', claim: 'no-token' });
    // Another program's token again, when the configuration said which one ours is.
    expect(rowOf(days.upgraded)).toMatchObject({ verdict: 'supported', claim: 'declared-actor' });
    expect(rowOf(1)?.trail).toEqual([
      expect.objectContaining({ seq: 2, snapshotPath: runs.get(2)?.record.snapshotPath }),
    ]);

    const within = await ask('changes', '--collector', '--from', period.from, '--to', period.to, '--json');
    expect((JSON.parse(within.stdout) as Proof).counts).toMatchObject({ runs: runs.size - 2, open: 0 });
  });
});

const AT = Date.parse('2026-11-12T03:00:00.000Z');
const MINUTE = 60_000;

function event(atMs: number, changes: Partial<AuditEvent> = {}): AuditEvent {
  const names = { resourceId: 'x', resourceType: 'Source', resourceName: 'X' };
  const by = { actor: 'anna@acme.example', actorId: 'anna', hasEmail: true };
  return { id: `${atMs}`, type: 'Source Modified', atMs, ...by, ...names, ...changes };
}

const facts: RunFacts = {
  span: { fromMs: AT, toMs: AT + 5 * MINUTE },
  collectorActor: undefined,
  isDue: true,
  people: new Set(['anna', 'bea']),
};
const token = { actor: 'tok1', actorId: 'tok1', hasEmail: false };
const daysLater = { fromMs: AT - 10 * MINUTE, toMs: AT + 24 * 60 * MINUTE };
const on = (events: readonly AuditEvent[], more: Partial<RunFacts> = {}, span = daysLater) =>
  verdictOn({ ...facts, ...more }, [{ reader: 'later', span, events }]);

describe('the verdict on a run', () => {
  it.each([
    ['a person at work', [event(AT + MINUTE)], {}, 'supported', 'no-token'],
    [
      'a person without an address',
      [event(AT + MINUTE, { actor: 'bea', actorId: 'bea', hasEmail: false })],
      {},
      'supported',
      'no-token',
    ],
    [
      'Segment itself',
      [event(AT + MINUTE, { ...token, actor: 'Segment', actorId: 'Segment' })],
      {},
      'supported',
      'no-token',
    ],
    ['a token long after it', [event(AT + 60 * MINUTE, token)], {}, 'supported', 'no-token'],
    ['a token at work', [event(AT + MINUTE, token)], {}, 'indeterminate', undefined],
    [
      'a token at work just before, by another clock',
      [event(AT - MINUTE / 2, token)],
      {},
      'indeterminate',
      undefined,
    ],
    [
      'another token at work',
      [event(AT + MINUTE, token)],
      { collectorActor: 'ours' },
      'supported',
      'declared-actor',
    ],
    ['our token at work', [event(AT + MINUTE, token)], { collectorActor: 'tok1' }, 'contradicted', undefined],
    [
      'our token looking',
      [event(AT + MINUTE, { ...token, type: 'Profiles Sync Warehouse Retrieved' })],
      { collectorActor: 'tok1' },
      'supported',
      'no-token',
    ],
    ['nobody at all', [], {}, 'indeterminate', undefined],
    ['nobody at all, and a declared actor', [], { collectorActor: 'ours' }, 'indeterminate', undefined],
  ] as const)('with %s', (_, events, more, verdict, claim) => {
    const found = on(events, more);
    expect([found.verdict, found.claim]).toEqual([verdict, claim]);
  });

  it('waits for a run that reads the trail of all of it', () => {
    const half = { fromMs: AT - MINUTE, toMs: AT + 2 * MINUTE };
    expect(on([event(AT)], { isDue: false }, half)).toMatchObject({ verdict: 'indeterminate', isOpen: true });
    expect(on([event(AT)], {}, half)).toMatchObject({ verdict: 'indeterminate', isOpen: false });
    // What it has read already contradicts all the same.
    expect(on([event(AT, token)], { collectorActor: 'tok1', isDue: false }, half).verdict).toBe(
      'contradicted',
    );
  });
});

/** Published as the example, with the first runs alone. */
function writeExample(proof: Proof): void {
  const file = new URL('../../schemas/json/read-only-proof.v1.example.json', import.meta.url);
  const runs = proof.runs.slice(0, 2);
  const counts = { runs: 2, supported: 1, contradicted: 0, indeterminate: 1, open: 0 };
  const gaps = proof.gaps.slice(0, 1).map((gap) => gap.replace(/^2 of \d+/, '1 of 2'));
  writeFileSync(
    file,
    `${JSON.stringify({ ...proof, standing: `NOT COMPLETE: ${gaps[0]}`, to: runs[1]?.startedAt, counts, gaps, runs }, null, 2)}\n`,
  );
}

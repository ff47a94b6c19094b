import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { readWith } from '../support/by-default.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { IS_FULL } from '../support/tier.ts';
import { recordOf as recordIn, withoutFindings } from './stored.ts';

let simulator: Simulator;
let other: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  other = await startSimulator({ size: FEW, now: () => new Date(), seed: 2 });
});
afterAll(async () => {
  await simulator.close();
  await other.close();
});
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  place.remove();
  simulator.clearFaults();
  simulator.restore();
});

const recordOf = (seq: number) => recordIn(place.store, seq);
const verify = () => place.run(['verify', place.store, '--key', place.publicKey]);
const json = ({ stdout }: Ran) => JSON.parse(stdout);

describe('when everything can be read', () => {
  it('commits a complete snapshot that verifies, and exits 0', async () => {
    const ran = await place.run(['collect', '--json']);

    expect(ran.code).toBe(0);
    expect(json(ran)).toMatchObject({
      schema: 'segment-evidence/collect/v1',
      runs: [{ status: 'complete', seq: 0 }],
    });
    expect((await verify()).code).toBe(0);
  });

  it('does not collect a slot again that is complete, unless forced', async () => {
    const slot = ['--slot', '2026-11-22T03:00:00Z'];
    await place.run(['collect', ...slot]);

    const again = await place.run(['collect', ...slot, '--json']);
    const forced = await place.run(['collect', ...slot, '--force', '--json']);

    expect([again.code, json(again).runs[0].result]).toEqual([0, 'already-collected']);
    expect([forced.code, json(forced).runs[0].seq]).toEqual([0, 1]);
  });

  it('keeps a trial of chosen resources partial, with no slot', async () => {
    const ran = await place.run(['collect', '--only', 'users', '--json']);

    expect(ran.code).toBe(4);
    expect(json(ran).runs[0]).toMatchObject({ status: 'partial', slot: null });
    expect(recordOf(0).lastComplete).toBeNull();
  });

  it('says in status what is good and exits 0', async () => {
    await place.run(['collect']);

    const ran = await place.run(['status', '--json']);

    expect(ran.code).toBe(0);
    expect(json(ran).connections[0]).toMatchObject({ runs: { complete: 1, partial: 0, failed: 0 } });
  });
});

describe('when the token does not do', () => {
  it('records that it was refused, exits 3, and resolves the condition when it works again', async () => {
    await place.run(['collect']);
    simulator.revoke();
    const refused = await place.run(['collect', '--slot', '2026-11-22T04:00:00Z']);
    simulator.restore();
    const back = await place.run(['collect', '--slot', '2026-11-22T05:00:00Z']);

    expect([refused.code, back.code]).toEqual([3, 0]);
    expect(recordOf(1)).toMatchObject({ status: 'failed', workspace: null, lastComplete: { seq: 0 } });
    const endings = recordOf(1).resources.map(({ name, outcome, reason, records }) => [
      name,
      `${outcome} ${reason} ${records}`,
    ]);
    expect(Object.fromEntries(endings)).toEqual(
      Object.fromEntries(
        resources.map(({ name, optIn }) => [
          name,
          readWith([]).includes(name)
            ? 'denied token null'
            : `not-collected ${optIn === undefined ? 'excluded' : 'opt-in'} null`,
        ]),
      ),
    );
    expect(recordOf(1).conditions.map((c) => c.condition)).toContain('token-refused');
    expect(withoutFindings(recordOf(2).conditions)).toEqual([]);
    expect((await verify()).code).toBe(0);
  });

  it('records that it could not be fetched and exits 4', async () => {
    const ran = await place.run(['collect'], { env: { SEGMENT_TOKEN: '' } });

    expect(ran.code).toBe(4);
    expect(recordOf(0)).toMatchObject({ status: 'failed', token: null, workspace: null });
    expect(recordOf(0).conditions.map((c) => c.condition)).toEqual(['token-unavailable']);
    expect((await verify()).code).toBe(0);
  });

  it.runIf(IS_FULL)('tells a token of the other region from a revoked one', async () => {
    place.writeConfig({}, { otherRegionUrl: other.url });

    const ran = await place.run(['collect'], { env: { SEGMENT_TOKEN: other.tokens.owner } });

    expect(ran.code).toBe(3);
    expect(recordOf(0).conditions.map((c) => c.condition)).toEqual(['wrong-region']);
  });

  it('reads nothing of a workspace that is not the pinned one, and exits 3', async () => {
    place.writeConfig({}, { workspace: other.workspace.id });

    const ran = await place.run(['collect']);

    expect(ran.code).toBe(3);
    expect(recordOf(0).conditions.map((c) => c.condition)).toEqual(['wrong-workspace']);
    expect(
      recordOf(0)
        .resources.filter((r) => r.records !== null)
        .map((r) => r.name),
    ).toEqual(['workspace']);
  });

  it('pins the workspace by the first run that reads it', async () => {
    await place.run(['collect']);
    place.writeConfig({}, { baseUrl: other.url });

    const ran = await place.run(['collect', '--slot', '2026-11-22T04:00:00Z'], {
      env: { SEGMENT_TOKEN: other.tokens.owner },
    });

    expect(ran.code).toBe(3);
    expect(recordOf(1).conditions.map((c) => c.condition)).toContain('wrong-workspace');
  });

  it('names each gap of a member token with the role that mends it, and never counts it as zero', async () => {
    const ran = await place.run(['collect'], { env: { SEGMENT_TOKEN: simulator.tokens.member } });

    expect(ran.code).toBe(4);
    expect(recordOf(0).status).toBe('partial');
    expect(
      recordOf(0)
        .resources.filter((r) => r.outcome === 'denied')
        .every((r) => r.records === null),
    ).toBe(true);
    expect(ran.stdout).toContain('Workspace Owner');
    expect(ran.stdout).toContain('Source Admin');
    expect((await verify()).code).toBe(0);
  });

  it.runIf(IS_FULL)('looks without changing anything with test, and exits as collect would', async () => {
    const owner = await place.run(['test']);
    const member = await place.run(['test'], { env: { SEGMENT_TOKEN: simulator.tokens.member } });
    const revoked = await place.run(['test'], { env: { SEGMENT_TOKEN: simulator.tokens.revoked } });

    expect([owner.code, member.code, revoked.code]).toEqual([0, 4, 3]);
    expect(member.stdout).toMatch(/users +denied \(scope\) +needs: Workspace Owner/);
    expect(existsSync(place.store)).toBe(false);
  });
});

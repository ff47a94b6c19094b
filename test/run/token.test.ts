/** Which token a run uses when the one in use is refused, and how old a token is at least. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/errors.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';
import type { FetchedToken, RunDeps, TokenValue } from '../../src/run/deps.ts';
import { ageInDays, firstSeen, tokenSince, tryToken } from '../../src/run/token.ts';
import { createSegmentClient } from '../../src/segment/client.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { openQueue } from '../support/request-queue.ts';

const now = () => new Date();
let simulator: Simulator;
let other: Simulator;
let asked: string[] = [];
let open = 0;
let told: string[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ now });
  other = await startSimulator({ now, seed: 2 });
});
afterAll(async () => {
  await simulator.close();
  await other.close();
});
beforeEach(() => {
  asked = [];
  open = 0;
  told = [];
});

/** A token of the other workspace is asked of the other simulator, as Segment would answer for both. */
function deps(otherRegion = false): RunDeps {
  const nowMs = () => now().getTime();
  const clientFor = (token: Secret, origin: string) => {
    const transport = createTransport({ origin, connections: 1 });
    const client = createSegmentClient({
      origin,
      transport,
      token,
      queue: openQueue({ concurrency: 1, nowMs, sleep: async () => undefined }),
      nowMs,
      sleep: async () => undefined,
      random: () => 0,
      userAgent: 'test',
      onAttempt: () => asked.push(token.reveal()),
    });
    return { client, transport };
  };
  const made: Pick<RunDeps, 'now' | 'sleep' | 'log' | 'onSecret' | 'openClient' | 'fingerprints'> = {
    fingerprints: createFingerprinter(Buffer.from('a fingerprint key for tests, long enough')),
    now,
    sleep: async () => undefined,
    log: { info: () => undefined, warn: () => undefined },
    onSecret: (secret) => told.push(secret),
    openClient: (token) => {
      open += 1;
      const home = token.reveal() === other.tokens.owner && !otherRegion ? other.url : simulator.url;
      const own = clientFor(token, home);
      const elsewhere = otherRegion ? clientFor(token, other.url) : undefined;
      return {
        client: own.client,
        otherRegion: elsewhere?.client,
        close: async () => {
          open -= 1;
          await Promise.all([own.transport.close(), elsewhere?.transport.close()]);
        },
      };
    },
  };
  return made as RunDeps;
}

const value = (text: string, stage: string): TokenValue => ({
  secret: new Secret(text, 'secretsmanager:a'),
  stage,
});

function fetched(current: string, ...others: readonly (readonly [string, string] | Error)[]): FetchedToken {
  return {
    ...value(current, 'AWSCURRENT'),
    async *fallbacks() {
      for (const each of others) {
        if (each instanceof Error) throw each;
        yield value(each[1], each[0]);
      }
    },
  };
}

async function use(token: FetchedToken, pin?: string, otherRegion = false) {
  const secrets = new SecretSet();
  const tried = await tryToken(token, { deps: deps(otherRegion), pin, secrets, onAttempt: () => undefined });
  const { identity, refusedStage } = tried;
  const stillOpen = open;
  await tried.opened.close();
  return { kind: identity.kind, stage: tried.token.stage, refusedStage, stillOpen, secrets };
}

describe('a token that is refused', () => {
  it('is replaced by the value before, once it is certain, and the refused one stays a secret', async () => {
    const { revoked, owner } = simulator.tokens;

    const found = await use(fetched(revoked, ['AWSPENDING', revoked], ['AWSPREVIOUS', owner]));

    expect(found).toMatchObject({
      kind: 'identified',
      stage: 'AWSPREVIOUS',
      refusedStage: 'AWSCURRENT',
      stillOpen: 1,
    });
    // Twice to be certain; the same value in another stage not again.
    expect(asked).toEqual([revoked, revoked, owner]);
    expect(told).toEqual([owner]);
    expect(found.secrets.isIn(`x ${revoked} y`)).toBe(true);
    expect(found.secrets.isIn(`x ${owner} y`)).toBe(true);
  });

  it('is not replaced while it works', async () => {
    const found = await use(fetched(simulator.tokens.member, ['AWSPREVIOUS', simulator.tokens.owner]));

    expect(found).toMatchObject({ kind: 'identified', stage: 'AWSCURRENT', refusedStage: undefined });
    expect(asked).toEqual([simulator.tokens.member]);
  });

  it('is not replaced by one of another workspace', async () => {
    const token = fetched(simulator.tokens.revoked, ['AWSPREVIOUS', other.tokens.owner]);

    expect(await use(token, 'the-workspace-of-this-evidence')).toMatchObject({
      kind: 'refused',
      stage: 'AWSCURRENT',
      stillOpen: 1,
    });
  });

  it('is not replaced when it works in the other region: then the region is wrong, not the token', async () => {
    const token = fetched(other.tokens.owner, ['AWSPREVIOUS', simulator.tokens.owner]);

    const found = await use(token, undefined, true);

    expect(found).toMatchObject({ kind: 'refused', stage: 'AWSCURRENT' });
    expect(asked).not.toContain(simulator.tokens.owner);
  });

  it('stays refused when the other values are refused too, or cannot be fetched', async () => {
    const { revoked } = simulator.tokens;
    const refused = new SecretError({ reference: 'secretsmanager:a', message: 'no' });

    expect(await use(fetched(revoked, ['AWSPENDING', 'sgp_x'], ['AWSPREVIOUS', 'sgp_y']))).toMatchObject({
      kind: 'refused',
      stage: 'AWSCURRENT',
      stillOpen: 1,
    });
    expect(await use(fetched(revoked, refused))).toMatchObject({ kind: 'refused', stillOpen: 1 });
  });
});

describe('how old a token is at least', () => {
  const seen = '2026-11-10T03:00:00.000Z';

  it.each([
    ['counts from when it was first seen', [undefined, undefined], seen],
    ['counts from when it was stored, if that was before', ['2026-10-01T00:00:00Z'], '2026-10-01T00:00:00Z'],
    [
      'counts from the day that is declared, if that was before',
      ['2026-09-01', '2026-10-01T00:00:00Z'],
      '2026-09-01',
    ],
    ['is not made less by storing the same value anew', ['2026-11-20T00:00:00Z'], seen],
    ['is not made less by a day declared after it was seen', ['2026-11-15'], seen],
  ])('%s', (_title, others, since) => {
    expect(tokenSince(seen, others)).toBe(since);
  });

  it.each([
    ['is in whole days', '2026-11-20T02:00:00Z', 9],
    ['is 0 on the day', seen, 0],
    ['is not known before it, which is not less than nothing', '2026-11-10T02:59:59Z', undefined],
    ['is not known of a token that nobody saw', undefined, undefined],
  ])('%s', (_title, at, days) => {
    expect(ageInDays(at === undefined ? undefined : seen, new Date(at ?? seen))).toBe(days);
  });
});

describe('when a token was first seen', () => {
  const now = '2026-11-10T03:00:00.000Z';
  const ahead = '2027-02-18T03:00:00.000Z';
  const earlier = '2026-10-01T03:00:00.000Z';

  it.each<[string, string | undefined, number | undefined, string]>([
    ['is now for a new one', undefined, 0, now],
    ['is carried on', earlier, 0, earlier],
    ['is now when it is dated later, and the server confirms the clock', ahead, 60_000, now],
    ['is carried on when the clock is known to be behind', ahead, -61_000, ahead],
    ['is carried on when no server told the time', ahead, undefined, ahead],
  ])('%s', (_title, before, skewMs, instant) => {
    expect(firstSeen(before, now, skewMs)).toBe(instant);
  });
});

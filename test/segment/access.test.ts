/** What a refusal means: revoked, the other region's, a right that is missing, or a host that is not Segment. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify, RefusalJudge } from '../../src/segment/access.ts';
import { type FaultEffect, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, impatientTransport, VirtualClock } from '../support/client.ts';
import { answer, startRawServer } from '../support/raw-server.ts';

let clock: VirtualClock;
let simulator: Simulator;
let otherRegion: Simulator;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  clock = new VirtualClock();
  simulator = await startSimulator({ now: clock.now, seed: 1 });
  otherRegion = await startSimulator({ now: clock.now, seed: 2 });
  closing.push(simulator.close, otherRegion.close);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function accessWith(token: string, origin = simulator.url, asksOther = true) {
  const clientFor = (host: string) => {
    const client = createTestClient({ origin: host, token, clock });
    closing.push(client.close);
    return client;
  };
  return {
    client: clientFor(origin),
    otherRegion: asksOther ? clientFor(otherRegion.url) : undefined,
    nowMs: clock.nowMs,
    sleep: clock.sleep,
  };
}

const onCanary = (effect: FaultEffect, when = {}) =>
  simulator.addFault({ match: { operationId: 'getWorkspace', ...when }, effect });
const asked = (of: Simulator) => of.requests.map(({ path, status }) => `${path} ${status}`);

describe('the first question', () => {
  it('names the workspace of a good token, with one request', async () => {
    const identity = await identify(accessWith(simulator.tokens.owner));

    expect(identity).toMatchObject({ kind: 'identified', workspace: simulator.workspace, status: 200 });
    expect([asked(simulator), asked(otherRegion)]).toEqual([['/ 200'], []]);
  });

  it('believes a refusal after two seconds and a second one, and asks the other region once', async () => {
    const identity = await identify(accessWith(simulator.tokens.revoked));

    expect(identity).toMatchObject({ kind: 'refused', isOtherRegion: false, error: { status: 401 } });
    expect(clock.delays).toEqual([2000]);
    expect([asked(simulator), asked(otherRegion)]).toEqual([['/ 401', '/ 401'], ['/ 401']]);
  });

  it('finds that a token works in the other region', async () => {
    const identity = await identify(accessWith(otherRegion.tokens.owner));

    expect(identity).toMatchObject({ kind: 'refused', isOtherRegion: true });
    expect(asked(otherRegion)).toEqual(['/ 200']);
  });

  it('shows the token to no other host when it is not told to', async () => {
    const identity = await identify(accessWith(otherRegion.tokens.owner, simulator.url, false));

    expect(identity).toMatchObject({ kind: 'refused', isOtherRegion: false });
    expect(otherRegion.requests).toEqual([]);
  });

  it('does not believe a single refusal', async () => {
    onCanary({ kind: 'status', status: 401 }, { times: 1 });

    expect(await identify(accessWith(simulator.tokens.owner))).toMatchObject({ kind: 'identified' });
    expect(asked(simulator)).toEqual(['/ 401', '/ 200']);
    expect(otherRegion.requests).toEqual([]);
  });

  it('takes a refusal and then a failure for a failure: the token may be good', async () => {
    onCanary({ kind: 'status', status: 401 }, { times: 1 });
    onCanary({ kind: 'status', status: 500 }, { fromRequest: 2 });

    expect(await identify(accessWith(simulator.tokens.owner))).toMatchObject({
      kind: 'unreachable',
      error: { code: 'UPSTREAM_FAILED' },
    });
    expect(otherRegion.requests).toEqual([]);
  });

  it.each<[string, FaultEffect, string]>([
    ['a web page with status 200, as of a log-in page', { kind: 'html' }, 'BAD_SHAPE'],
    ['a proxy’s 407', { kind: 'status', status: 407, body: 'html' }, 'UPSTREAM_FAILED'],
    ['a gateway’s 502', { kind: 'status', status: 502, body: 'html' }, 'UPSTREAM_FAILED'],
    ['a redirect', { kind: 'redirect', location: 'https://login.example/' }, 'UPSTREAM_FAILED'],
    ['a closed connection', { kind: 'drop-before-headers' }, 'NETWORK_FAILED'],
    ['silence', { kind: 'never-answer' }, 'TIMED_OUT'],
    ['a workspace without a slug', { kind: 'omit-field', field: 'slug' }, 'BAD_SHAPE'],
    ['a workspace with an empty id', { kind: 'empty-field', field: 'id' }, 'BAD_SHAPE'],
  ])('says nothing of the token after %s', async (_title, effect, code) => {
    onCanary(effect);

    const identity = await identify(accessWith(simulator.tokens.owner));

    expect(identity).toMatchObject({ kind: 'unreachable', error: { code } });
    expect(otherRegion.requests).toEqual([]);
  });

  it.each([401, 403, 407])(
    'says nothing of the token when a proxy answers %i to the tunnel, and never shows it',
    async (status) => {
      const proxy = await startRawServer(() => answer('<html>Log in</html>', { status }));
      closing.push(proxy.close);
      const origin = 'https://api.segmentapis.com';
      const token = 'a-token-for-segment-only';
      const transport = impatientTransport(origin, 1, proxy.origin);
      const client = createTestClient({ origin, token, clock, transport });
      closing.push(client.close);

      const identity = await identify({ client, nowMs: clock.nowMs, sleep: clock.sleep });

      expect(identity.kind).toBe('unreachable');
      expect(proxy.requests.length).toBeGreaterThan(0);
      expect(proxy.requests.every((request) => request.startsWith('CONNECT api.segmentapis.com:443 '))).toBe(
        true,
      );
      expect(proxy.requests.join('')).not.toContain(token);
    },
  );
});

describe('a refusal during the run', () => {
  it('soon after a good answer is a missing right, asked about once at the end', async () => {
    const judge = new RefusalJudge(accessWith(simulator.tokens.owner));

    const verdicts = [await judge.judge(), await judge.judge()];
    const askedMeanwhile = simulator.requests.length;

    expect([verdicts, askedMeanwhile]).toEqual([['scope', 'scope'], 0]);
    expect(await judge.settle()).toBe('scope');
    expect(asked(simulator)).toEqual(['/ 200']);
  });

  it('costs no question at the end when there was none', async () => {
    expect(await new RefusalJudge(accessWith(simulator.tokens.owner)).settle()).toBe('scope');
    expect(simulator.requests).toEqual([]);
  });

  it('later than two seconds is asked about at once, and many at the same time with one question', async () => {
    const judge = new RefusalJudge(accessWith(simulator.tokens.owner));
    clock.advance(2000);

    const verdicts = await Promise.all([judge.judge(), judge.judge(), judge.judge()]);

    expect(verdicts).toEqual(['scope', 'scope', 'scope']);
    expect(asked(simulator)).toEqual(['/ 200']);
  });

  it('shows that the token has stopped working, and then nothing more is asked with it', async () => {
    const access = accessWith(simulator.tokens.owner);
    const judge = new RefusalJudge(access);
    clock.advance(5000);
    simulator.revoke();

    const verdict = await judge.judge();
    const requests = simulator.requests.length;

    expect([verdict, await judge.judge(), await judge.settle()]).toEqual(['token', 'token', 'token']);
    expect(judge.refused).toMatchObject({ kind: 'refused', isOtherRegion: false });
    await expect(access.client.get({ operationId: 'listUsers', path: '/users' })).rejects.toMatchObject({
      code: 'TOKEN_REFUSED',
      status: 401,
    });
    expect(simulator.requests).toHaveLength(requests);
  });

  it('is a missing right while Segment cannot be asked: a doubt condemns no token', async () => {
    const judge = new RefusalJudge(accessWith(simulator.tokens.owner));
    clock.advance(5000);
    onCanary({ kind: 'status', status: 500 });

    expect([await judge.judge(), judge.refused]).toEqual(['scope', undefined]);
  });
});

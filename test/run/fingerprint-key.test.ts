/**
 * Another fingerprint key: said as that, wherever records are compared. Nothing that differs only by the key is
 * told as a change, and nothing that was known before is forgotten.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectDocument } from '../../schemas/commands/collect.ts';
import { resources } from '../../schemas/resources/index.ts';
import { type Channel, channelError } from '../../src/alerts/channel.ts';
import { compareFingerprints, createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { FEW } from '../support/few.ts';
import { createInProcessCli, createStillClock } from '../support/in-process-cli.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const config = { collect: { include: ['workspace', 'users'], exclude: [], pageSize: 200 } };
const key = (text: string) => createFingerprinter(Buffer.from(`${text}, a fingerprint key for tests`));
const [one, two] = [key('one'), key('two')];

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

interface Day extends RunSettings {
  readonly under?: typeof one;
}

async function daily(...days: readonly Day[]): Promise<readonly Ran[]> {
  const done: Ran[] = [];
  for (const { under = one, changes, ...rest } of days) {
    done.push(await bench.run({ config, ...rest, changes: { fingerprints: under, ...changes } }));
    bench.clock.advance(DAY_MS);
  }
  return done;
}

const since = ({ record }: Ran) => record.token?.firstSeenAt;
const startOf = ({ record }: Ran) => record.run.startedAt;
const changed = ({ conditions }: Ran) => conditions.includes('token-changed');

describe('two fingerprints', () => {
  const of = (by: typeof one, secret: string) => by.of('segment/token', secret);

  it.each([
    ['of one secret under one key', of(one, 'a'), of(one, 'a'), 'same'],
    ['of two secrets under one key', of(one, 'a'), of(one, 'b'), 'different'],
    ['of one secret under two keys', of(one, 'a'), of(two, 'a'), 'not-comparable'],
    ['of two secrets under two keys', of(one, 'a'), of(two, 'b'), 'not-comparable'],
  ])('%s', (_name, left, right, expected) => {
    expect(compareFingerprints(left, right)).toBe(expected);
  });
});

describe('a run under another fingerprint key', () => {
  it('says so, in its log and its result, once', async () => {
    const runs = await daily({}, { under: two }, { under: two });

    const change = { from: one.keyId, to: two.keyId };
    expect(runs.map(({ result }) => result.kind === 'committed' && result.fingerprintKeyChange)).toEqual([
      undefined,
      change,
      undefined,
    ]);
    const said = runs.map(({ logged }) => logged.filter((line) => line.includes('fingerprint key')));
    expect(said).toEqual([
      [],
      [JSON.stringify({ ...change, message: 'the fingerprint key has changed' })],
      [],
    ]);
  });

  it('carries the first sighting, and says nothing of the token, exchanged or not', async () => {
    const { owner, member } = bench.simulator.tokens;

    const kept = await daily({ token: owner }, { under: two, token: owner }, { under: two, token: owner });
    expect(kept.map(since)).toEqual(Array(3).fill(startOf(kept[0] as Ran)));
    expect(kept.map(changed)).toEqual([false, false, false]);

    const both = await daily({ under: one, token: member }, { under: one, token: owner });
    expect(both.map(changed)).toEqual([false, true]);
    // Under the key of the first run the first sighting of the owner's token is known.
    expect(both.map(since)).toEqual([startOf(kept[0] as Ran), startOf(kept[0] as Ran)]);
  });

  it('hears of an exchange under the new key as ever', async () => {
    const { owner, member } = bench.simulator.tokens;

    const runs = await daily({ token: owner }, { under: two, token: owner }, { under: two, token: member });

    expect(runs.map(changed)).toEqual([false, false, true]);
    expect(since(runs[2] as Ran)).toBe(startOf(runs[2] as Ran));
  });

  it('leaves what is open about the token since when it is', async () => {
    const refused = { token: 'sgp_nobody-was-given-this-one' };

    const [first, second] = await daily(refused, { ...refused, under: two });

    const opened = (ran?: Ran) =>
      ran?.record.conditions.find(({ condition }) => condition === 'token-refused');
    expect(opened(second)?.since).toBe(opened(first)?.since);
    expect(opened(second)?.since).toBe(first && startOf(first));
  });

  const down: Channel = {
    name: 'webhook-1',
    kind: 'webhook',
    index: 1,
    rules: { minSeverity: 'low', reminderHours: 24 },
    settings: '{"channel":"webhook"}',
    notify: async () => {
      throw channelError('webhook-1', { problem: 'expected it to be there, got nothing', isFinal: true });
    },
    probe: async () => '',
  };
  const another: Channel = { ...down, name: 'slack-2', index: 2, settings: '{"channel":"slack"}' };
  const refused = { token: 'sgp_nobody-was-given-this-one' };

  it.each([
    ['the same channels, under the same key', one, [down], true],
    ['the same channels, under another key', two, [down], true],
    ['another channel, under the same key', one, [another], false],
    ['one channel more, under another key', two, [down, another], false],
  ])('still owes what no channel took: %s', async (_name, under, channels, isOwed) => {
    const runs = await daily(
      { ...refused, changes: { channels: [down] } },
      { ...refused, under, changes: { channels } },
    );

    expect(runs.map(({ conditions }) => conditions.includes('alert-undelivered'))).toEqual([false, isOwed]);
    // Told again in any case: it is only not held against a channel that may not have been there.
    const { deliveries } = (runs[1] as Ran).result;
    expect(deliveries.map(({ alert }) => alert.condition)).toContain('token-refused');
  });

  it('is noted by verify, where it happened and nowhere else', async () => {
    await daily({}, { under: two }, { under: two }, { under: one });

    const { failures, notes } = await bench.verify();

    const told = notes.filter(({ kind }) => kind === 'fingerprint-key-changed');
    expect(failures).toEqual([]);
    expect(told.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      expect.stringContaining(
        `chain/001/000000000001.sigstore.json: the fingerprint key changed from ${one.keyId} to ${two.keyId}`,
      ),
      expect.stringContaining(
        `chain/001/000000000003.sigstore.json: the fingerprint key changed from ${two.keyId} to ${one.keyId}`,
      ),
    ]);
  });
});

describe('collect', () => {
  it('tells it to people and in JSON', async () => {
    const clock = createStillClock();
    const { url, tokens } = bench.simulator;
    const place = await createInProcessCli({ url, token: tokens.owner, clock });
    try {
      const all = resources.map(({ name }) => name);
      const exclude = all.filter((name) => !['workspace', 'users'].includes(name));
      place.writeConfig({}, { collect: { exclude } });
      const other = { FINGERPRINT_KEY: 'another fingerprint key for tests, long enough' };
      const runs = [];
      for (const env of [{}, other, {}]) {
        const args = ['collect', '--slot', clock.now().toISOString()];
        runs.push(await place.run(runs.length === 2 ? [...args, '--json'] : args, env));
        clock.advance(DAY_MS);
      }

      const [first, second, third] = runs.map(({ stdout }) => stdout);
      const said = /the fingerprint key changed from ([0-9a-f]{8}) to ([0-9a-f]{8}): fingerprints cannot be/;
      expect(first).not.toMatch(said);
      const [, from = '', to = ''] = said.exec(second ?? '') ?? [];
      const document = JSON.parse(third ?? '');
      expect(collectDocument.safeParse(document).error?.issues ?? []).toEqual([]);
      expect(document.runs[0].fingerprintKeyChange).toEqual({ from: to, to: from });
    } finally {
      place.remove();
    }
  });
});

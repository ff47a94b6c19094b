/** What a resume point tells whom, and what is taken from it: everything that was signed for this very run, or nothing. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sources } from '../../schemas/resources/sources.ts';
import { users } from '../../schemas/resources/users.ts';
import type { ResumeBound } from '../../schemas/resume-point.ts';
import { StoreError } from '../../src/errors.ts';
import { DriftTally } from '../../src/evidence/drift.ts';
import { RedactionTally } from '../../src/evidence/redact.ts';
import { SecretSet, spellings } from '../../src/evidence/secret-set.ts';
import { createResumeCipher } from '../../src/resume/cipher.ts';
import { removePoints } from '../../src/resume/remove-points.ts';
import { takeOver } from '../../src/resume/take-over.ts';
import { PointWriter } from '../../src/resume/write-point.ts';
import type { CollectedResource } from '../../src/segment/collect.ts';
import { Observer } from '../../src/segment/observe.ts';
import { Spool } from '../../src/spool/spool.ts';
import { toContent } from '../../src/store/content.ts';
import type { Store } from '../../src/store/store.ts';
import { FINGERPRINT_KEY, SLOT } from '../support/cut-off.ts';
import { otherSigner, signer } from '../support/run.ts';

const STARTED = '2026-11-22T03:00:02.000Z';
const LATER = '2026-11-22T03:05:00.000Z';
const FOLDER = 'segment-evidence/v1/acme/resume/20261122T030000Z/';
const DEFINITIONS = [users, sources];
const BOUND: ResumeBound = {
  toolVersion: '1.0.0',
  toolDigest: null,
  configurationSha256: 'c'.repeat(64),
  policySha256: 'd'.repeat(64),
  origin: 'https://api.segmentapis.com',
  workspaceId: 'workspace-1',
  tokenFingerprint: 'hmac-sha256:00000000:token',
  fingerprintKeyId: '00000000',
};
const SECRETS = ['sk_live_51Habcdefgh', 'pässwörd "quoted" \\ end', 'postgres://user:hunter22@db.example/x'];
const RECORD = '{"data":{"name":"Warehouse of customers"},"id":"source-0"}';

/** A store in memory, which may refuse. */
function openMemory(kept = new Map<string, Buffer>(), refuses: (key: string) => boolean = () => false) {
  const refuse = (key: string) => {
    if (refuses(key))
      throw new StoreError({ code: 'WRITE_FAILED', key, message: `store: ${key}: got ENOSPC` });
  };
  const store: Store = {
    location: 'memory',
    put: async (key, content) => {
      refuse(key);
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      if (kept.has(key)) throw new StoreError({ code: 'ALREADY_EXISTS', key, message: 'taken' });
      kept.set(key, Buffer.concat(chunks));
    },
    async *get(key) {
      const found = kept.get(key);
      if (found === undefined)
        throw new StoreError({ code: 'NOT_FOUND', key, message: `read: ${key}: got nothing` });
      yield found;
    },
    async *list(prefix) {
      for (const [key, { length }] of kept)
        if (key.startsWith(prefix)) yield { key, bytes: length, isRegular: true };
    },
    remove: async (key) => {
      refuse(key);
      kept.delete(key);
    },
  };
  return { kept, store };
}

function collected(definition: CollectedResource['definition'], lines: readonly string[]): CollectedResource {
  const observations = new Observer(definition, 'workspace-1');
  for (const line of lines) observations.note(JSON.parse(line).data, undefined);
  const spool = new Spool();
  for (const [index, line] of lines.entries()) void spool.add({ key: `k${index}`, line });
  const tally = new RedactionTally(definition.name);
  tally.add('/data/settings/*', 'setting', 'fingerprint');
  const drift = new DriftTally();
  drift.add('new-field', '/data/nickname');
  return {
    definition,
    facts: { pages: 1, isPaged: true, invalid: 0, detailsUnread: 0, digitsKept: 0 },
    observations,
    parents: observations.parents,
    isWhole: true,
    isListWhole: true,
    firstPages: [],
    httpStatus: 200,
    startedAt: STARTED,
    endedAt: LATER,
    spool,
    tally,
    drift,
  };
}

const attempt = (operationId: string, number = 1) =>
  JSON.stringify({ at: STARTED, operationId, path: '/sources', attempt: number, status: 200 });
/** More than are held in memory. */
const SOURCE_ATTEMPTS = Array.from({ length: 250 }, (_, index) => attempt(sources.operationId, index + 1));

interface Setting {
  readonly store: Store;
  readonly logged?: string[];
  readonly newId?: string;
  readonly now?: string;
  readonly key?: Buffer;
  readonly signedBy?: typeof signer;
  readonly bound?: Partial<ResumeBound>;
  readonly secrets?: SecretSet;
  readonly afterMs?: number;
  readonly connection?: string;
  readonly slot?: string;
}

const placeOf = ({
  store,
  key = FINGERPRINT_KEY,
  signedBy = signer,
  connection = 'acme',
  slot = SLOT,
}: Setting) => ({
  store,
  connection,
  slot,
  cipher: createResumeCipher(key, randomBytes),
  signer: signedBy,
});
const logTo = (logged: string[] = []) => {
  const say = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  return { info: say, warn: say };
};

/** Leaves the point of a run that read users and sources, and met secrets. */
async function leavePoint(setting: Setting): Promise<SecretSet> {
  const { newId = 'aaaaaaaa', logged, now = LATER, afterMs = 0, bound } = setting;
  const secrets = new SecretSet();
  secrets.add('the token itself, sgp_1');
  const writer = new PointWriter({
    place: placeOf(setting),
    bound: { ...BOUND, ...bound },
    before: { since: STARTED, resources: [], secrets: [] },
    secrets,
    windowOf: () => ({ from: STARTED, to: LATER }),
    fromMs: Date.parse(STARTED) + afterMs,
    now: () => new Date(now),
    newId: () => newId,
    newSpool: () => new Spool(),
    log: logTo(logged),
  });
  for (const secret of SECRETS) secrets.add(secret);
  secrets.suspect('maybe-a-secret');
  secrets.addIdentifier('source-identifier');
  secrets.addLogin('ada@acme.example');
  secrets.addEndUser('customer-4711');
  writer.noteAttempt(users.operationId, attempt(users.operationId));
  writer.keep(collected(users, ['{"data":{"id":"u1"},"id":"u1"}']));
  for (const line of SOURCE_ATTEMPTS) writer.noteAttempt(sources.operationId, line);
  writer.keep(collected(sources, [RECORD, RECORD.replaceAll('0', '1')]));
  await writer.stop({ isCutOff: afterMs === 0 });
  return secrets;
}

async function take(setting: Setting) {
  const logged = setting.logged ?? [];
  const taken = await takeOver({
    place: placeOf(setting),
    taking: { bound: { ...BOUND, ...setting.bound }, now: new Date(setting.now ?? LATER) },
    definitions: DEFINITIONS,
    newSpool: () => new Spool(),
    secrets: setting.secrets ?? new SecretSet(),
    log: logTo(logged),
  });
  return { taken, logged };
}
const namesOf = ({ taken }: Awaited<ReturnType<typeof take>>) => [...(taken?.resources.keys() ?? [])];

describe('a resume point', () => {
  it('gives back what was read, the attempts, and what must be hunted', async () => {
    const { store } = openMemory();
    await leavePoint({ store });
    const secrets = new SecretSet();

    const { taken } = await take({ store, secrets });

    const found = taken?.resources.get('sources');
    const lines: string[] = [];
    for await (const some of found?.resource.spool.sorted() ?? [])
      lines.push(...some.map(({ line }) => line));
    expect(lines).toEqual([RECORD, RECORD.replaceAll('0', '1')]);
    expect(found?.log).toEqual(SOURCE_ATTEMPTS.map((line) => JSON.parse(line)));
    expect(found?.window).toEqual({ from: STARTED, to: LATER });
    expect(found?.resource.tally.lines()).toMatchObject([{ rule: 'setting', count: 1 }]);
    expect(found?.resource.drift.counts).toEqual([
      { kind: 'new-field', pointer: '/data/nickname', count: 1 },
    ]);
    for (const text of [...SECRETS, 'maybe-a-secret']) expect(secrets.find(`x ${text} y`)).toBe('secret');
    expect(secrets.find('of customer-4711.')).toBe('end-user');
    expect(secrets.find('the token itself, sgp_1')).toBeUndefined();
  });

  it('shows no secret and no record to who reads its bytes', async () => {
    const { store, kept } = openMemory();
    const secrets = await leavePoint({ store });
    const bytes = Buffer.concat([...kept.values()]).toString('latin1');
    const payloads = [...kept].flatMap(([key, content]) =>
      key.endsWith('.json')
        ? [Buffer.from(JSON.parse(String(content)).payload, 'base64').toString('latin1')]
        : [],
    );

    for (const text of [bytes, ...payloads]) {
      for (const secret of secrets.values())
        for (const spelling of spellings(secret))
          expect(text).not.toContain(Buffer.from(spelling).toString('latin1'));
      for (const plain of ['"data"', 'Warehouse', 'source-0', 'customer-4711', 'ada@'])
        expect(text).not.toContain(plain);
    }
    expect(payloads.length).toBeGreaterThan(0);
  });

  it.each<[string, Partial<Setting>, RegExp]>([
    ...Object.keys(BOUND).map((name): [string, Partial<Setting>, RegExp] => [
      name,
      { bound: { [name]: 'another' } },
      /starting over .*(?:another|changed)/,
    ]),
    ['13 hours later', { now: '2026-11-22T16:00:03.000Z' }, /older than 12 hours/],
    ['a clock that is behind', { now: '2026-11-22T02:00:00.000Z' }, /dated ahead/],
    ['another signing key', { signedBy: otherSigner }, /no index of it is signed by our key/],
    ['another fingerprint key', { key: randomBytes(32) }, /cannot be decrypted/],
  ])('is not taken over with %s', async (_what, changes, why) => {
    const { store } = openMemory();
    await leavePoint({ store });

    const found = await take({ store, ...changes });

    expect(found.taken).toBeUndefined();
    expect(found.logged.join()).toMatch(why);
  });

  it('is not taken over in the place of another connection or slot', async () => {
    const { store, kept } = openMemory();
    await leavePoint({ store });
    for (const [key, content] of [...kept]) {
      kept.set(key.replace('/acme/', '/other/'), content);
      kept.set(key.replace('T030000Z', 'T040000Z'), content);
    }

    const other = await take({ store, connection: 'other' });
    const later = await take({ store, slot: '2026-11-22T04:00:00.000Z' });

    expect([other.taken, later.taken]).toEqual([undefined, undefined]);
    expect(other.logged.join()).toMatch(/of another connection/);
    expect(later.logged.join()).toMatch(/of another slot/);
  });

  it.each<[string, (kept: Map<string, Buffer>, key: string) => void]>([
    ['is gone', (kept, key) => kept.delete(key)],
    ['is cut short', (kept, key) => kept.set(key, kept.get(key)?.subarray(1) ?? Buffer.of())],
    ['has another byte', (kept, key) => kept.set(key, flipped(kept.get(key)))],
    ['is another one of it', (kept, key) => kept.set(key, kept.get(nextPart(kept, key)) ?? Buffer.of())],
  ])('is not taken over when a file %s', async (_what, change) => {
    const { store, kept } = openMemory();
    await leavePoint({ store });
    const parts = [...kept.keys()].filter((key) => key.endsWith('.bin'));
    expect(parts.length).toBeGreaterThanOrEqual(3);
    const newest = [...kept.keys()].filter((key) => key.endsWith('.json')).length;
    expect(newest).toBeGreaterThan(0);

    for (const part of parts) {
      const changed = new Map(kept);
      change(changed, part);
      const secrets = new SecretSet();
      const found = await take({ store: openMemory(changed).store, secrets });
      expect([found.taken, [...secrets.values()]]).toEqual([undefined, []]);
      expect(found.logged.join()).toMatch(/starting over/);
    }
  });

  it('is as good as its last index that is there, and nothing without one', async () => {
    const { store, kept } = openMemory();
    await leavePoint({ store });
    const indexes = [...kept.keys()].filter((key) => key.endsWith('.json')).sort();
    expect(namesOf(await take({ store }))).toEqual(['users', 'sources']);

    for (const key of indexes.slice(1)) kept.delete(key);
    expect(namesOf(await take({ store }))[0]).toBe('users');
    for (const key of indexes) kept.delete(key);
    expect(await take({ store })).toEqual({ taken: undefined, logged: [] });
  });

  it('is found whatever a stranger puts beside it', async () => {
    const { store, kept } = openMemory();
    await leavePoint({ store });
    const [index = ''] = [...kept.keys()].filter((key) => key.endsWith('.json'));
    const forged = JSON.parse(String(kept.get(index)));
    const payload = Buffer.from(forged.payload, 'base64')
      .toString()
      .replace(LATER, '2026-11-22T03:06:00.000Z');
    const strange: readonly [string, string][] = [
      ['ffffffff/index-999999.json', ''],
      ['ffffffff/index-999998.json', '{"payload":1}'],
      ['ffffffff/index-999997.json', `${'['.repeat(100_000)}`],
      [
        'ffffffff/index-999996.json',
        JSON.stringify({ ...forged, payload: Buffer.from(payload).toString('base64') }),
      ],
      ['ffffffff/index-999995.json', ' '.repeat(5 * 1024 * 1024)],
      ['ffffffff/part-000001.bin', 'x'],
      ['index-000001.json', 'x'],
      ['a/b/c/d/../index-000001.json', 'x'],
    ];
    for (const [name, text] of strange) kept.set(`${FOLDER}${name}`, Buffer.from(text));

    expect(namesOf(await take({ store }))).toEqual(['users', 'sources']);
  });

  it('is the newer one of two runs that wrote at once', async () => {
    const { store } = openMemory();
    await Promise.all([
      leavePoint({ store, newId: 'aaaaaaaa' }),
      leavePoint({ store, newId: 'bbbbbbbb', now: '2026-11-22T03:06:00.000Z' }),
    ]);

    expect((await take({ store })).taken?.point.at).toBe('2026-11-22T03:06:00.000Z');
  });

  it('is not begun before the run has lasted a while', async () => {
    const { store, kept } = openMemory();
    await leavePoint({ store, afterMs: 10 * 60_000 });

    expect(kept.size).toBe(0);
  });

  it.each(['part', 'index'])('is given up, and said once, where the store takes no %s', async (what) => {
    const { store } = openMemory(new Map(), (key) => key.includes(what));
    const logged: string[] = [];

    await leavePoint({ store, logged });

    expect(logged.filter((line) => line.includes('no resume point can be written'))).toHaveLength(1);
    expect((await take({ store })).taken).toBeUndefined();
  });
});

describe('removing resume points', () => {
  const other = 'segment-evidence/v1/acme/resume/20261122T020000Z/cccccccc/part-000001.bin';
  const old = 'segment-evidence/v1/acme/resume/20261119T030000Z/cccccccc/part-000001.bin';
  const evidence = 'segment-evidence/v1/acme/chain/001/000000000000.sigstore.json';
  const about = { connection: 'acme', slot: SLOT, now: new Date(LATER) };

  it('takes those of the slot and those of long ago, indexes first, and nothing else', async () => {
    const { store, kept } = openMemory();
    await leavePoint({ store });
    for (const key of [other, old, evidence]) await store.put(key, toContent('x'));
    const removed: string[] = [];
    const watched: Store = {
      ...store,
      remove: async (key) => {
        removed.push(key);
        kept.delete(key);
      },
    };

    await removePoints({ ...about, store: watched, log: logTo() });

    expect([...kept.keys()].sort()).toEqual([evidence, other]);
    const kinds = removed.map((key) => key.slice(-5));
    expect(kinds.lastIndexOf('.json')).toBeLessThan(kinds.findIndex((kind) => kind !== '.json'));
  });

  it('leaves them, without a failure, where the store does not let it', async () => {
    const logged: string[] = [];
    const { store, kept } = openMemory();
    await leavePoint({ store });
    const refusing = openMemory(kept, () => true).store;

    await removePoints({ ...about, store: refusing, log: logTo(logged) });

    expect(logged.join()).toMatch(/could not be removed: it is encrypted, and evidence of nothing/);
    expect(kept.size).toBeGreaterThan(0);
  });
});

function flipped(bytes: Buffer | undefined): Buffer {
  const copy = Buffer.from(bytes ?? []);
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
  return copy;
}

function nextPart(kept: ReadonlyMap<string, Buffer>, key: string): string {
  const parts = [...kept.keys()].filter((name) => name.endsWith('.bin'));
  return parts[(parts.indexOf(key) + 1) % parts.length] ?? '';
}

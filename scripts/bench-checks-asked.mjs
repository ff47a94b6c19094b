/** Asks all checks, twice, about the golden snapshot with as many users, memberships and sources as are asked for. */
import '../dist/src/memory.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../dist/src/checks/index.js';
import { judge } from '../dist/src/checks/judge.js';
import { seenIn } from '../dist/src/checks/seen-before.js';
import { canonical } from '../dist/src/evidence/canonical.js';
import { spent } from './bench-spent.mjs';

const { users, sources } = JSON.parse(process.argv[2]);
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-11-22T03:00:00.000Z');

const golden = readGolden();
const groupIds = golden.groups.map(({ id }) => id);

/** Lines are parsed one by one, as those of a file are. */
const made = {
  users: () => many('users', users, (data, at) => ({ ...data, email: `user-${at}@larkfield.example` })),
  sources: () =>
    many('sources', sources, (data, at) => ({ ...data, writeKeys: data.writeKeys?.map((key) => key + at) })),
  *'group-members'() {
    for (let at = 0; at < users; at += 3) {
      const [id, groupId] = [idOf('users', at), groupIds[at % groupIds.length]];
      yield { id: `${groupId}/${id}`, data: { id }, parent: { groupId } };
    }
  },
};

function readGolden() {
  const day = join(
    import.meta.dirname,
    '../test/golden/store/segment-evidence/v1/golden/snapshots/2026/11/22',
  );
  const folder = join(day, readdirSync(day)[0], 'data/resources');
  const linesOf = (file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.jsonl', ''),
      linesOf(file).map((line) => JSON.parse(line)),
    ]),
  );
}

function idOf(name, at) {
  const from = golden[name];
  return `${from[at % from.length].id}${String(at).padStart(7, '0')}`;
}

function* many(name, count, change) {
  const from = golden[name];
  for (let at = 0; at < count; at++) {
    const { data } = from[at % from.length];
    const id = idOf(name, at);
    yield JSON.parse(JSON.stringify({ id, data: change({ ...data, id }, at) }));
  }
}

function runAt(startedMs) {
  const countedTo = new Date(startedMs).toISOString();
  const isThere = (name) => name in golden;
  return {
    countedTo,
    entry: (name) => ({
      name,
      schemaVersion: 1,
      ...(isThere(name) ? { outcome: 'complete' } : { outcome: 'not-collected', reason: 'opt-in' }),
      records: golden[name]?.length ?? null,
      pages: 1,
      requests: 1,
    }),
    isWhole: isThere,
    isReadable: isThere,
    count: (name) => golden[name]?.length,
    async *records(name) {
      yield* made[name]?.() ?? golden[name] ?? [];
    },
    fileOf: (name) =>
      isThere(name) ? { path: `data/resources/${name}.jsonl`, sha256: '0'.repeat(64) } : undefined,
    before: async () => undefined,
    changes: async () => ({ kind: 'first' }),
    facts: {
      startedAt: countedTo,
      slot: countedTo,
      region: 'us',
      origin: { kind: 'segment', host: 'api.segmentapis.com' },
      workspaceId: 'w',
      tokenSince: countedTo,
      features: {},
    },
  };
}

const ask = (startedMs, seenBefore) =>
  judge(checks, {
    run: runAt(startedMs),
    policy: { approvedDomains: ['larkfield.example'] },
    previous: null,
    seenBefore,
  });

const first = await ask(FIRST_MS, new Map());
const before = process.cpuUsage();
const results = await ask(FIRST_MS + DAY_MS, seenIn(first));
const { user, system } = process.cpuUsage(before);
const broken = results.results.filter(({ outcome }) => outcome === 'error').map(({ checkId }) => checkId);
if (broken.length > 0) throw new Error(`expected answers, got errors of ${broken.join(', ')}`);
process.send({
  cpuSeconds: (user + system) / 1e6,
  peakBytes: spent(0).peakBytes,
  resultBytes: canonical(results).length,
});

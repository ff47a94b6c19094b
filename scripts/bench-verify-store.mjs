/**
 * Writes a year of daily snapshots, mostly unchanged, in a process of its own. The first is collected from a simulator;
 * each later one changes what a day changes (the log of requests, the audit events, a record here and there) and is
 * sealed by the real commit. Sends back what it wrote.
 */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../dist/schemas/resources/index.js';
import { commitSnapshot } from '../dist/src/commit/commit.js';
import { loadConfig } from '../dist/src/config/load.js';
import { Limits, openRun, realSurroundings } from '../dist/src/deps.js';
import { canonical, sha256 } from '../dist/src/evidence/canonical.js';
import { artifactEntries } from '../dist/src/evidence/manifest.js';
import { collectSnapshot } from '../dist/src/pipeline.js';
import { connectionPrefix } from '../dist/src/store/layout.js';

/** @type {{ url: string, token: string, folder: string, days: number }} `folder` holds the configuration. */
const { token, folder, days } = JSON.parse(process.argv[2] ?? '{}');
const root = join(folder, 'store');
const CONNECTION = 'bench';
const slotOf = (day) => new Date(Date.UTC(2026, 0, 1 + day, 3)).toISOString();

let today = 0;
const now = () => new Date(Date.UTC(2026, 0, 1 + today, 3, 0, 4));
const deps = await openDeps();
const { record } = await collectSnapshot(deps, { trigger: 'schedule', slot: slotOf(0) });
const { statement } = record;
const members = new Set(['chain', 'snapshotPath', 'checkpoint', 'lastComplete']);
const manifest = Object.fromEntries(
  Object.entries(statement.predicate).filter(([name]) => !members.has(name)),
);
const files = new Map(manifest.artifacts.map(({ path }) => [path, readArtifact(path)]));
for (today = 1; today < days; today += 1) await commitDay(today);
const keyPath = join(folder, 'bench.pub.pem');
writeFileSync(keyPath, deps.signer.publicKey.export({ type: 'spki', format: 'pem' }));
process.send({ keyPath, root });
process.disconnect();

async function openDeps() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const env = {
    BENCH_TOKEN: token,
    BENCH_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    BENCH_FINGERPRINTS: 'a fingerprint key for benchmarks, long enough',
  };
  const file = join(folder, 'evidence.config.yaml');
  const { connections } = await loadConfig({ env, cwd: folder, homeDir: folder, file, overrides: {} });
  const connection = { ...connections[0], requestsPerMinute: 1e9 };
  const surroundings = { ...realSurroundings(env, new AbortController().signal), now };
  const log = { info: () => undefined, warn: () => undefined };
  const extras = { log, onSecret: () => undefined };
  const opened = await openRun(connection, surroundings, new Limits(surroundings), extras);
  const definitions = resources.map(({ requestsPerMinute: _, ...definition }) => definition);
  return { ...opened, definitions, store: { ...opened.store, put } };
}

/** Without flushing to the disk: twenty thousand files would take longer than everything else. */
async function put(key, content) {
  const path = join(root, key);
  // The public key lies there since the first day.
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const chunks = [];
  for await (const chunk of content.open()) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks), { flag: 'wx', mode: 0o444 });
}

function readArtifact(path) {
  const key = `${connectionPrefix(CONNECTION)}${statement.predicate.snapshotPath}/${path}`;
  return readFileSync(join(root, key), 'utf8');
}

async function commitDay(day) {
  for (const [path, text] of files) files.set(path, afterADay(path, text, day));
  const artifacts = manifest.artifacts.map((entry) => artifactOf(entry, files.get(entry.path)));
  await commitSnapshot(deps, {
    artifacts,
    isSettled: async () => undefined,
    manifestAfter: async ({ last }, runId) => {
      const { chain, artifacts: before } = last.statement.predicate;
      const at = now().toISOString();
      const run = { ...manifest.run, id: runId, slot: slotOf(day), startedAt: at, endedAt: at };
      delete run.expectedNextBy;
      return {
        ...manifest,
        run,
        resources: manifest.resources.map((resource) => readAt(resource, at)),
        artifacts: artifactEntries(artifacts, { seq: chain.seq, artifacts: before }),
      };
    },
  });
}

/** A resource as if it had been read, and looked at a second time, at an instant. */
function readAt(resource, at) {
  const times = ['startedAt', 'endedAt'].filter((name) => resource[name] !== undefined);
  const { completeness } = resource;
  const secondLook = completeness?.secondLook;
  return {
    ...resource,
    ...Object.fromEntries(times.map((name) => [name, at])),
    ...(secondLook === undefined
      ? {}
      : { completeness: { ...completeness, secondLook: { ...secondLook, at } } }),
  };
}

function artifactOf({ path, mediaType, records }, text) {
  const bytes = Buffer.from(text);
  const counted = records === undefined ? {} : { records };
  const open = async function* () {
    yield bytes;
  };
  return { path, mediaType, ...counted, bytes: bytes.length, sha256: sha256(bytes), open };
}

/**
 * The log and the events of a day are new each day; of what is there, one record of every tenth file. Of the log only
 * when each request was made: the window that was asked for is the manifest's too, and may begin on any day of the year.
 */
function afterADay(path, text, day) {
  const [yesterday, here] = [slotOf(day - 1).slice(0, 10), slotOf(day).slice(0, 10)];
  if (path.endsWith('collection-log.jsonl')) return text.replaceAll(`"at":"${yesterday}`, `"at":"${here}`);
  if (path.endsWith('audit-events.jsonl'))
    return text.replaceAll(/"timestamp":"[0-9-]{10}/g, `"timestamp":"${here}`);
  const place = manifest.artifacts.findIndex((entry) => entry.path === path);
  if (!path.startsWith('data/resources/') || text === '' || (place + day) % 10 !== 0) return text;
  const lines = text.split('\n');
  const at = day % (lines.length - 1);
  const changed = JSON.parse(lines[at]);
  changed.data.name = `as of ${here}`;
  lines[at] = canonical(changed);
  return lines.join('\n');
}

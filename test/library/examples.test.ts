/** The examples of docs/library.md, run as they stand from the package as npm packs it, with its types. */
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace } from '../support/cli.ts';
import { ROOT } from '../support/source-tree.ts';
import { IS_FULL } from '../support/tier.ts';
import { startTrackingApi } from '../support/tracking-api.ts';
import { installPacked, libraryExamples } from './packed.ts';

const run = promisify(execFile);

const TYPED = `
import { collect, openStore, readSnapshot, verify, UnverifiedError } from 'segment-evidence';
import { openSender, type SendResult, type TrackingMessage } from 'segment-evidence/senders';
import { manifest, resources, type Manifest } from 'segment-evidence/schemas';
import type { Population, Snapshot } from 'segment-evidence';
import { readHistory, readPopulation } from 'segment-evidence';

const one: Snapshot = await readSnapshot(openStore('./evidence'), { connection: 'acme', keys: [] });
const read: Manifest['status'] = one.manifest.status;
const all: Population = await readPopulation(await readHistory(openStore('.'), { connection: 'acme', keys: [] }), { name: 'users' });
console.log(all.standing, all.head.schema);
for await (const { id, data } of one.records('users')) console.log(id, data['email'], read);
const { receipt } = await collect({ connection: 'acme' });
const kept: string | undefined = receipt;
const verdict: 'intact' | 'failed' | 'cannot-judge' = (await verify(openStore('.'), { keys: [] })).verdict;
console.log(kept, verdict, resources.length, manifest.shape.status, UnverifiedError);
// @ts-expect-error: nothing may be written into a snapshot
one.manifest = one.manifest;
// @ts-expect-error: a connection has a name
await collect({});
const message: TrackingMessage = { type: 'track', userId: 'u', event: 'Seen' };
const [result] = await (await openSender({ connection: 'canary' })).send([message]);
const told: SendResult['kind'] | undefined = result?.kind;
console.log(told, result?.kind === 'accepted' ? result.messageId : result?.hint);
// @ts-expect-error: a track has an event
const eventless: TrackingMessage = { type: 'track', userId: 'u' };
console.log(eventless);
`;

const WRITE_KEY = 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY';
const sendingTo = (origin: string) => `connections:
  - name: acme-canary
    type: write-key
    region: us
    writeKey: env:WRITE_KEY
    baseUrl: ${origin}
`;

it.runIf(IS_FULL)(
  'the examples of the page run as they stand',
  {
    timeout: 120_000,
  },
  async () => {
    const simulator = await startSimulator({ now: () => new Date() });
    const tracking = await startTrackingApi({ keys: [WRITE_KEY] });
    const place = await createWorkplace(simulator.url, simulator.tokens.owner);
    try {
      place.writeConfig({}, { name: 'acme-production' });
      installPacked(place.dir);
      const examples = libraryExamples();
      const runExample = async (name: string) => {
        writeFileSync(join(place.dir, name), examples.get(name) ?? `throw new Error('no example ${name}')`);
        const env = {
          PATH: process.env['PATH'],
          HOME: place.dir,
          SEGMENT_TOKEN: simulator.tokens.owner,
          FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
          WRITE_KEY,
        };
        const { stdout } = await run(process.execPath, [name], { cwd: place.dir, env });
        return stdout;
      };

      const collected = await runExample('collect.mjs');
      const read = await runExample('read.mjs');
      const answered = await runExample('answer.mjs');
      const schemas = await runExample('schemas.mjs');

      writeFileSync(join(place.dir, 'evidence.config.yaml'), sendingTo(tracking.origin));
      const sent = await runExample('send.mjs');

      expect([...examples.keys()]).toEqual([
        'collect.mjs',
        'read.mjs',
        'answer.mjs',
        'send.mjs',
        'schemas.mjs',
      ]);
      expect(sent).toBe('accepted  \naccepted  \n');
      expect(tracking.delivered.map(({ type }) => type)).toEqual(['identify', 'track']);
      expect(tracking.problems).toEqual([]);
      expect(collected).toMatch(/^committed complete\nsegment-evidence receipt v1\nlogId /);
      expect(read).toMatch(/^intact\n/);
      expect(read.split('\n').filter((line) => line.includes('@')).length).toBeGreaterThan(5);
      expect(answered).toMatch(/^\S+Z complete\nCOMPLETE: all \d+ users of acme-production as of /);
      expect(answered.split('\n').filter((line) => line.includes('@')).length).toBeGreaterThan(5);
      expect(schemas.split('\n').slice(0, resources.length)).toEqual(
        resources.map(({ name, role }) => `${name}: ${role}`),
      );
      expect(schemas).toContain('\nfalse\n');

      writeFileSync(join(place.dir, 'typed.mts'), TYPED);
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
      const strict = ['--strict', '--noPropertyAccessFromIndexSignature', '--skipLibCheck', '--noEmit'];
      const target = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
      const roots = ['--typeRoots', join(ROOT, 'node_modules/@types')];
      execFileSync(process.execPath, [tsc, ...strict, ...target, ...roots, 'typed.mts'], {
        cwd: place.dir,
        encoding: 'utf8',
      });
    } finally {
      place.remove();
      await tracking.close();
      await simulator.close();
    }
  },
);

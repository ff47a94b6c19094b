/** Write keys that come empty, end to end: what collect says of them, and that test says the same. */
import { appendFileSync, chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CollectedRun,
  collectOnce,
  type Json,
  listEdit,
  type Scene,
  withScene,
} from '../support/fault-row.ts';

const CLOUD = { categories: ['Email Marketing'], isCloudEventSource: true };
const OBJECTS = { categories: ['Payments'], isCloudEventSource: false };
const LIBRARY = { categories: ['website'], isCloudEventSource: false };

const metadataOf = (source: Json) => source['metadata'] as Json;
const as = (source: Json, metadata: Json, writeKeys: unknown = source['writeKeys']): Json => ({
  ...source,
  metadata: { ...metadataOf(source), ...metadata },
  writeKeys,
});

/** Serves the sources changed, until another call. */
function serve({ simulator, fault }: Scene, change: (source: Json, index: number) => Json): void {
  simulator.clearFaults();
  fault(
    'listSources',
    listEdit('sources', (sources) => sources.map(change)),
  );
}

async function sayings(
  scene: Scene,
): Promise<{ readonly ending: string; readonly access: string | undefined }> {
  const { stdout } = await scene.cli.run(['test', '--verbose']);
  const { run } = await collectOnce(scene);
  const { outcome, reason } = entryOf(run);
  return {
    ending: [outcome, reason].join(' ').trim(),
    access: /^ {2}sources +(\S+)/m.exec(stdout)?.[1],
  };
}

const entryOf = (run: CollectedRun) => {
  const entry = run.resources.find(({ name }) => name === 'sources');
  if (entry === undefined) throw new Error('expected sources in the run');
  return entry;
};

function spoil(file: string): void {
  chmodSync(file, 0o644);
  appendFileSync(file, '{}\n');
}

const READ = { ending: 'complete', access: 'readable' };
const HIDDEN = { ending: 'partial field-hidden', access: 'field-hidden' };

describe('write keys', () => {
  it.each<[string, (source: Json, index: number) => Json, typeof READ]>([
    ['that the last library lacks are hidden', (s, i) => (i === 11 ? as(s, LIBRARY, []) : s), HIDDEN],
    ['that one library comes without are hidden', (s, i) => (i === 3 ? as(s, LIBRARY, null) : s), HIDDEN],
    ['of what holds objects there are none', (s, i) => (i % 2 === 0 ? as(s, OBJECTS, []) : s), READ],
    ['of some cloud event sources may be none', (s, i) => (i % 2 === 0 ? as(s, CLOUD, []) : s), READ],
    ['of all cloud event sources, and of no other, are hidden', (s) => as(s, CLOUD, []), HIDDEN],
    ['of a workspace that only holds objects there are none', (s) => as(s, OBJECTS, []), READ],
    ['may be left out altogether where there are none', (s, i) => (i === 0 ? as(s, OBJECTS, null) : s), READ],
  ])('%s', (_title, change, said) =>
    withScene({}, async (scene) => {
      serve(scene, change);

      expect(await sayings(scene)).toEqual(said);
    }),
  );

  it('of a cloud event source that had one in the last complete snapshot are hidden', () =>
    withScene({}, async (scene) => {
      serve(scene, (s, i) => as(s, CLOUD, [`a-key-for-tests-${i}`]));
      expect(await sayings(scene)).toEqual(READ);
      serve(scene, (s, i) => as(s, CLOUD, i === 0 ? [] : [`a-key-for-tests-${i}`]));
      expect(await sayings(scene)).toEqual(HIDDEN);
      serve(scene, (s, i) => as(s, CLOUD, [`a-key-for-tests-${i}`]));
      expect(await sayings(scene)).toEqual(READ);
    }));

  it.each<[string, (file: string) => void]>([
    ['is gone', (file) => rmSync(file)],
    ['was changed', spoil],
  ])(
    'are not compared with a last complete snapshot that %s, and the certificate says so',
    (_title, spoiled) =>
      withScene({}, async (scene) => {
        serve(scene, (s, i) => as(s, CLOUD, [`a-key-for-tests-${i}`]));
        const before = await collectOnce(scene);
        spoiled(join(scene.cli.store, before.run.snapshot, 'data/resources/sources.jsonl'));
        serve(scene, (s, i) => as(s, CLOUD, i === 0 ? [] : [`a-key-for-tests-${i}`]));

        const { code, run } = await collectOnce(scene);

        expect([code, run.conditions]).toEqual([0, []]);
        expect(entryOf(run).completeness?.rules).toContainEqual({
          rule: 'writeKeys-visible',
          holds: true,
          detail: 'not compared with the last complete snapshot, which cannot be read as it was signed',
        });
      }),
  );
});

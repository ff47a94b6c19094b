/** What was told to be missing in a chain is looked at until it is there again, by whoever looks next. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WatchMemory } from '../../src/commands/watch-memory.ts';
import { lookAtSnapshots } from '../../src/commands/watch-snapshots.ts';
import { placesIn, readToldOpen, SNAPSHOTS, stillMissing } from '../../src/commands/watch-told.ts';
import { readRecords } from '../../src/commit/history.ts';
import { tellTroubles } from '../../src/run/tell-troubles.ts';
import { chainRecordKey } from '../../src/store/layout.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';

const HOUR_MS = 60 * 60 * 1000;
const START_MS = Date.parse('2026-11-22T03:00:00.000Z');

/** A chain of eight, and what is found of it hour by hour; what is found is told, and nothing else is remembered. */
async function watchedChain(folder: string) {
  const { store, run } = openAlertChain(folder);
  for (let hour = 0; hour < 8; hour += 1)
    await run({ at: new Date(START_MS + hour * HOUR_MS).toISOString(), conditions: [], channels: [] });
  const archive = { store, connection: 'acme', signer: goldenSigner };
  const channel = { ...channelTo('http://127.0.0.1:9'), notify: async () => undefined };
  const look = async (hour: number) => {
    const now = new Date(START_MS + hour * HOUR_MS);
    const open = await readToldOpen(archive, [channel]);
    const { troubles } = await lookAtSnapshots(archive, await readRecords(archive), { now, open });
    const ofChain = troubles.filter(({ snapshotPath }) => snapshotPath === undefined);
    const sight = { line: SNAPSHOTS, troubles: ofChain, wasObserved: () => true };
    const log = { info: () => undefined, warn: () => undefined };
    const deps = { store, connection: 'acme', now: () => now, ...countedWaits(), log };
    const looker = { at: now.toISOString(), runId: '00000001-0000-4000-8000-000000000000' };
    const told = await tellTroubles(deps, channel, [sight], looker);
    return told.map(({ alert }) => alert.state).join();
  };
  const hours = async (from: number, to: number) => {
    const states: string[] = [];
    for (let hour = from; hour < to; hour += 1) states.push(await look(hour));
    return states.filter((state) => state !== '');
  };
  const { last: newest } = await readRecords(archive);
  return { archive, newest, hours, pathOf: (seq: number) => join(folder, chainRecordKey('acme', 1, seq)) };
}

it('is opened once, and resolved when it is back: a record in the middle, which has its turn every eighth hour', async () => {
  await withFolder(async (folder) => {
    const { hours, pathOf } = await watchedChain(folder);
    expect(await hours(8, 12)).toEqual([]);
    const path = pathOf(2);
    const bytes = readFileSync(path);
    rmSync(path);

    expect(await hours(16, 32)).toEqual(['opened']);
    writeFileSync(path, bytes);
    expect(await hours(32, 34)).toEqual(['resolved']);
  });
});

it('names what is gone as it is read back by whoever did not see it', async () => {
  await withFolder(async (folder) => {
    const { archive, newest } = await watchedChain(folder);
    const memory = new WatchMemory();
    memory.whatIsGone('acme', newest);
    const gone = memory.whatIsGone('acme', undefined) ?? '';

    const places = placesIn(gone);

    expect(places).toEqual([{ number: 1, seq: 7 }]);
    expect(await stillMissing(archive, places)).toBeUndefined();
    expect(await stillMissing(archive, [{ number: 1, seq: 8 }])).toContain(
      'record 8 of chain 1 is still missing',
    );
  });
});

/** What a run knows of earlier ones must not depend on how long nothing could be read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestMembers } from '../../schemas/manifest.ts';
import { readHistory } from '../../src/commit/history.ts';
import { nextPredicate } from '../../src/seal/chain.ts';
import { type ChainRecord, sealRecord } from '../../src/seal/record.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { chainRecordKey } from '../../src/store/layout.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, signer, type Workbench } from '../support/run.ts';
import { runs } from '../support/tier.ts';

const FAILURES = runs({ fast: 60, full: 1000 });

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

/** Fails once as runs do, and then signs as many records like that one as there are to be, without their bags. */
async function failOften(count: number): Promise<void> {
  bench.simulator.addFault({ match: {}, effect: { kind: 'status', status: 503 } });
  const failed = await bench.run();
  bench.simulator.clearFaults();
  expect(failed.record.status).toBe('failed');
  const archive = { store: openFolderStore(bench.folder, () => 'x'), connection: 'acme', signer };
  let { last: tail } = await readHistory(archive, () => '0'.repeat(32));
  for (let done = 1; done < count && tail !== undefined; done += 1) tail = await failLike(tail);
}

async function failLike(tail: ChainRecord): Promise<ChainRecord> {
  const before = tail.statement.predicate;
  const names = Object.keys(manifestMembers);
  const manifest = Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
  const predicate = await nextPredicate(
    manifest as unknown as typeof before,
    before.snapshotPath,
    { kind: 'behind', tail },
    { now: before.chain.recordedAt },
  );
  const { bytes, payload } = await sealRecord([], predicate, signer);
  const file = join(bench.folder, chainRecordKey('acme', predicate.chain.number, predicate.chain.seq));
  writeFileSync(file, bytes);
  return { ...tail, payload, statement: JSON.parse(String(payload)) };
}

/** Lets the token be one of another workspace. */
function exchangeWorkspace(): void {
  const { id } = bench.simulator.workspace;
  bench.simulator.addFault({
    match: { operationId: 'getWorkspace' },
    effect: { kind: 'transform-text', transform: (text) => text.replace(id, 'another-workspace') },
  });
}

/** A store that counts the records that are read. */
function countingStore() {
  let names = 0;
  const store = openFolderStore(bench.folder, () => `counting-${names++}`);
  const read = new Set<string>();
  return {
    read,
    store: {
      ...store,
      put: store.put.bind(store),
      list: store.list.bind(store),
      get: (key: string) => {
        if (key.includes('/chain/')) read.add(key);
        return store.get(key);
      },
    },
  };
}

describe(`after ${FAILURES} failed records`, () => {
  it('another workspace is still another workspace, and few of the records have to be read', async () => {
    await bench.run();
    await failOften(FAILURES);
    exchangeWorkspace();
    const { store, read } = countingStore();
    const foreign = await bench.run({ changes: { store } });

    expect(foreign.conditions).toContain('wrong-workspace');
    expect(foreign.requests.map(({ path }) => path)).toEqual(['/']);
    expect(read.size).toBeLessThan(40);
  });

  it('it is so through a chain that continues another', async () => {
    await bench.run();
    writeFileSync(join(bench.folder, chainRecordKey('acme', 1, 1)), 'no record');
    await failOften(FAILURES);
    exchangeWorkspace();
    const foreign = await bench.run();

    expect(foreign.record.chain.number).toBe(2);
    expect(foreign.conditions).toContain('wrong-workspace');
  });

  it('it is so where no record is complete', async () => {
    await bench.run({ token: bench.simulator.tokens.member });
    await failOften(FAILURES);
    exchangeWorkspace();
    const foreign = await bench.run();

    expect(foreign.record.lastComplete).toBeNull();
    expect(foreign.conditions).toContain('wrong-workspace');
  });

  it('a list that has become empty is still doubted', async () => {
    await bench.run();
    await failOften(FAILURES);
    bench.simulator.addFault({ match: { operationId: 'listSources' }, effect: { kind: 'empty-list' } });
    const emptied = await bench.run();

    expect(emptied.entry('sources')).toMatchObject({ outcome: 'partial', reason: 'implausible-empty' });
  });
});

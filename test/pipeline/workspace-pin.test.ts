/** Whose evidence a chain is: the workspace is named as Segment names it, and found again whatever earlier records say. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench();
});
afterEach(() => bench.close());

type Workspace = { id: string; slug: string; name: string };

/** Lets the simulator call the workspace something else for the requests to come. */
function answer(change: (workspace: Workspace) => void): void {
  bench.simulator.addFault({
    match: { operationId: 'getWorkspace' },
    effect: {
      kind: 'transform-json',
      transform: (body) => {
        change((body as { data: { workspace: Workspace } }).data.workspace);
        return body;
      },
    },
  });
}

describe('the workspace of a chain', () => {
  it('is named by its id also where a setting, a write key or an unknown field says the same', async () => {
    const { id } = bench.simulator.world.workspace;
    bench.simulator.addFault({
      match: { operationId: 'listSources' },
      effect: {
        kind: 'transform-json',
        transform: (body) => {
          const [first, second] = (body as { data: { sources: Record<string, unknown>[] } }).data.sources;
          Object.assign(first ?? {}, { settings: { apiKey: id }, novelty: id });
          Object.assign(second ?? {}, { writeKeys: [id] });
          return body;
        },
      },
    });

    const runs = [await bench.run(), await bench.run(), await bench.run()];

    expect(runs.map(({ record }) => record.workspace?.id)).toEqual([id, id, id]);
    expect(runs.flatMap(({ conditions }) => conditions)).not.toContain('wrong-workspace');
  });

  it.each(['segment/setting', 'subject'] as const)(
    'is found again behind a record that names it by a fingerprint of its id: %s',
    async (context) => {
      const { id } = bench.simulator.world.workspace;
      const key = createFingerprinter(Buffer.from('a fingerprint key for tests, long enough'));
      answer((workspace) => Object.assign(workspace, { id: key.of(context, id) }));
      const spoilt = await bench.run();
      bench.simulator.clearFaults();

      const next = await bench.run();

      expect(spoilt.record.workspace?.id).toMatch(/^hmac-sha256:/);
      expect(next.conditions).not.toContain('wrong-workspace');
      expect(next.record.workspace?.id).toBe(id);
    },
  );

  it('is another one when the fingerprint is of another id', async () => {
    const key = createFingerprinter(Buffer.from('a fingerprint key for tests, long enough'));
    answer((workspace) => Object.assign(workspace, { id: key.of('segment/setting', 'another workspace') }));
    await bench.run();
    bench.simulator.clearFaults();

    const next = await bench.run();

    expect(next.conditions).toContain('wrong-workspace');
  });

  it('is looked for further back where a fingerprint under another key can be compared with nothing', async () => {
    const { id } = bench.simulator.world.workspace;
    await bench.run();
    answer((workspace) => Object.assign(workspace, { id }));
    const fingerprints = createFingerprinter(Buffer.from('another fingerprint key, also long enough'));
    const next = await bench.run({ changes: { fingerprints } });

    expect(next.conditions).not.toContain('wrong-workspace');
  });
});

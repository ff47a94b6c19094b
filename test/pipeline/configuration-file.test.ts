/** Each snapshot holds what was asked of the connection, and on what by whom it was run. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/evidence/canonical.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';

const PATH = 'data/configuration.json';
let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench();
});
afterEach(() => bench.close());

const configured = async (settings: RunSettings = {}) => {
  const ran = await bench.run(settings);
  const text = ran.files.get(PATH) ?? '';
  return {
    ...ran,
    text,
    value: JSON.parse(text),
    entry: ran.record.artifacts.find(({ path }) => path === PATH),
  };
};

describe('the configuration in a snapshot', () => {
  it('is a file like the others, and its digest is config.sha256', async () => {
    const { text, record, entry, value } = await configured();

    expect(value).toMatchObject({ schema: 'segment-evidence/configuration/v1', region: 'us' });
    expect(entry).toEqual({
      path: PATH,
      mediaType: 'application/json',
      bytes: Buffer.byteLength(text),
      sha256: sha256(text),
    });
    expect(record.config).toEqual({ sha256: sha256(text) });
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('is there of a failed run too, and says since when nothing of it has changed', async () => {
    const first = await configured();
    const second = await configured({ token: 'a token that nobody knows' });
    const third = await configured({ config: { timezone: 'Europe/Berlin' } });

    expect([second.record.status, second.text]).toEqual(['failed', first.text]);
    expect([second.entry?.unchangedSinceSeq, third.entry?.unchangedSinceSeq]).toEqual([0, undefined]);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('holds no token that somebody took for a role or a workspace, and neither does the manifest', async () => {
    const token = bench.simulator.tokens.owner;
    const { value, files, lines, record } = await configured({
      configuration: { declaredRole: `Owner (${token})`, workspace: token },
    });

    expect(value.declaredRole).toMatch(/^hmac-sha256:/);
    expect(value.workspace).toMatch(/^hmac-sha256:/);
    expect(record.token?.declaredRole).toBe(value.declaredRole);
    expect([...files].filter(([, content]) => content.includes(token))).toEqual([]);
    expect(lines('data/redactions.jsonl')).toContainEqual({
      action: 'fingerprint',
      count: 1,
      pointer: '/declaredRole',
      resource: 'configuration',
      rule: 'secret-found',
    });
    expect((await bench.verify()).failures).toEqual([]);
  });
});

describe('the record of a run', () => {
  it('says what ran and on what, where that can be told', async () => {
    const toolDigest = `sha256:${'a'.repeat(64)}`;
    const executor = { kind: 'ci', id: 'github-actions' } as const;

    const { record } = await bench.run({ changes: { toolDigest, executor } });

    expect(record.tool.digest).toBe(toolDigest);
    expect(record.run.executor).toEqual(executor);
    expect((await bench.verify()).failures).toEqual([]);
  });

  it('gives no digest where the program runs from many files', async () => {
    const { record } = await bench.run();

    expect(record.tool).toEqual({ name: 'segment-evidence', version: '0.0.0-test' });
  });
});

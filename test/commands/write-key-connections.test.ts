/** Commands that read evidence, given a connection that only sends. */
import { describe, expect, it } from 'vitest';
import { FILE, folderWith, MINIMAL } from '../config/folder.ts';
import { runInside } from '../support/inside.ts';

const SENDER = '  - { name: canary, type: write-key, region: us, writeKey: env:W }\n';
const ALONE = `connections:\n${SENDER}`;
const BOTH = MINIMAL + SENDER;

async function run(text: string, ...args: readonly string[]) {
  const {
    stdout,
    stderr,
    code: exitCode,
  } = await runInside([...args, '--json'], {
    dir: folderWith({ [FILE]: text }),
    surroundings: {
      env: {},
      now: () => new Date('2026-11-22T03:00:00Z'),
      sleep: async () => undefined,
      random: () => 0.5,
      newRunId: () => '00000000-0000-4000-8000-000000000000',
      newLogId: () => '0'.repeat(32),
      signal: new AbortController().signal,
    },
  });
  return { exitCode, stdout, text: stdout + stderr };
}

describe('a write-key connection', () => {
  it.each(['collect', 'schedule', 'status'])('is named to %s: only canary uses it', async (command) => {
    const { exitCode, text } = await run(BOTH, command, 'canary');

    expect(exitCode).toBe(2);
    expect(text).toContain('canary: expected a connection that reads evidence, got a write-key connection');
    expect(text).toContain('segment-evidence canary canary');
  });

  it.each(['collect', 'schedule', 'status', 'doctor', 'verify'])(
    'is all there is: %s has nothing to do',
    async (command) => {
      const { exitCode, text } = await run(ALONE, command);

      expect(exitCode).toBe(2);
      expect(text).toContain('write-key connections alone: there is nothing to collect');
    },
  );

  it('is shown with the origin of each value, and never with the key', async () => {
    const { exitCode, stdout } = await run(BOTH, 'config', 'show');
    const shown = JSON.parse(stdout) as {
      connections: { name: string; settings: Record<string, unknown> }[];
    };

    expect(exitCode).toBe(0);
    expect(shown.connections.map(({ name }) => name)).toEqual(['acme', 'canary']);
    expect(shown.connections[1]?.settings).toMatchObject({
      type: { value: 'write-key', origin: 'file' },
      baseUrl: { value: 'https://api.segment.io', origin: 'default' },
      writeKey: { value: 'env:W', origin: 'file' },
      concurrency: { value: 4, origin: 'default' },
    });
  });

  it('is counted as valid', async () => {
    expect(JSON.parse((await run(ALONE, 'config', 'validate')).stdout)).toMatchObject({
      valid: true,
      connections: ['canary'],
    });
  });
});

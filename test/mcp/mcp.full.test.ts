/** The same as a process of its own, as an agent's host starts it. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLI } from '../support/cli.ts';
import { readFolder } from '../support/folder.ts';
import { questionsAbout } from './questions.ts';
import { type SealedDays, sealDays } from './sealed-days.ts';

let days: SealedDays;
let args: readonly string[];

beforeAll(async () => {
  days = await sealDays();
  const { dir, publicKey } = days.cli;
  rmSync(join(dir, 'keys/signing-key.pem'));
  rmSync(join(dir, 'evidence.config.yaml'));
  // Whoever calls anybody is ended by it.
  writeFileSync(
    join(dir, 'no-network.mjs'),
    "import { Socket } from 'node:net';\nSocket.prototype.connect = () => process.exit(99);\n",
  );
  args = ['--import', './no-network.mjs', CLI, 'mcp', '--store', 'evidence', '--key', publicKey];
});
afterAll(() => days.close());

it('a session over stdin and stdout answers every question, and leaves every byte as it was', async () => {
  const { dir } = days.cli;
  const before = readFolder(join(dir, 'evidence'));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args],
    cwd: dir,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);

  const wrong: unknown[] = [];
  for (const { question, tool, arguments: given, row } of questionsAbout(days.world)) {
    const { content, isError = false } = await client.callTool({ name: tool, arguments: { ...given } });
    const [block] = content;
    const answer = JSON.parse(block?.type === 'text' ? block.text : '{}');
    const found = (answer.rows ?? []).some((each: Record<string, unknown>) =>
      Object.entries(row).every(([name, value]) => each[name] === value),
    );
    if (isError || !found) wrong.push({ question, answer });
  }
  await client.close();

  expect(wrong).toEqual([]);
  expect([...readFolder(join(dir, 'evidence')).keys()]).toEqual([...before.keys()]);
});

it('writes nothing but the protocol on stdout, also for what is no message, and ends with its input', async () => {
  const child = spawn(process.execPath, args, { cwd: days.cli.dir });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const ask = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'test', version: '1' };
  child.stdin.write('this is no message\n');
  ask({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
  });
  ask({ method: 'notifications/initialized' });
  ask({ id: 2, method: 'tools/list' });
  await new Promise<void>((done) => {
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes('"id":2')) done();
    });
  });
  child.stdin.end();
  const code = await new Promise((done) => child.on('exit', done));

  const messages = (await stdout)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(messages.map(({ jsonrpc }) => jsonrpc)).toEqual(messages.map(() => '2.0'));
  expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2]));
  expect(code).toBe(0);
  expect(
    (await stderr)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).level),
  ).toContain('info');
});

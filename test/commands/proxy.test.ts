/** A whole run through a proxy that does not let it through. */
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFolder } from '../support/folder.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import { type OddServer, onWords, startOddServer } from '../support/odd-server.ts';

let proxy: OddServer;
let cli: InProcessCli;
beforeEach(async () => {
  proxy = await startOddServer(onWords((socket) => socket.end()));
  cli = await createInProcessCli({ url: 'http://127.0.0.1:1', token: 'a-token', clock: createStillClock() });
  cli.writeConfig({}, { baseUrl: undefined });
});
afterEach(async () => {
  cli.remove();
  await proxy.close();
});

it('a proxy that closes is asked as often as the collection log says, and is recorded without its password', async () => {
  const { code, stdout } = await cli.run(['collect'], { HTTPS_PROXY: `me:hunter22@127.0.0.1:${proxy.port}` });

  const files = [...readFolder(cli.store)].map(([path, bytes]) => [path, bytes.toString()] as const);
  const textOf = (name: string) => files.find(([path]) => path.endsWith(name))?.[1] ?? '';
  expect(code).toBe(4);
  expect(JSON.parse(textOf('evidence-manifest.json')).origin).toEqual({
    host: 'api.segmentapis.com',
    kind: 'segment',
    proxy: `127.0.0.1:${proxy.port}`,
  });
  expect(textOf('collection-log.jsonl').trim().split('\n')).toHaveLength(4);
  expect(proxy.connections()).toBe(4);
  expect(files.filter(([, text]) => text.includes('hunter22'))).toEqual([]);
  const way = `read from api.segmentapis.com through the proxy 127.0.0.1:${proxy.port} (Segment)`;
  const later = [await cli.run(['status']), await cli.run(['verify', cli.store, '--key', cli.publicKey])];
  expect([stdout, ...later.map((ran) => ran.stdout)].filter((text) => text.includes(way))).toHaveLength(3);
});

it('a proxy that cannot be understood ends a run before it begins, and its password is not repeated', async () => {
  const ran = await cli.run(['collect'], { HTTPS_PROXY: 'socks5://me:hunter22@proxy.example' });

  expect([ran.code, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toContain('HTTPS_PROXY: expected the address of an http or https proxy');
  expect(ran.stderr).not.toContain('hunter22');
  expect(existsSync(cli.store)).toBe(false);
});

/** Starts the processes of a measurement and waits for what they send back. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls a function with a new folder, and removes it. */
export async function withFolder(act) {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-bench-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls a function with a simulator of a share of the largest workspace, in a process of its own. */
export async function withServer(options, act) {
  const server = start('bench-server.mjs', options);
  try {
    const address = await firstMessage(server);
    const askedSince = async (count) => {
      server.send(count);
      return firstMessage(server);
    };
    return await act({ address, askedSince });
  } finally {
    server.disconnect();
  }
}

/** Returns what one run sends back; `flags` are for Node.js. */
export async function measure(script, options, flags = []) {
  return firstMessage(start(script, options, flags));
}

/** Writes the configuration that a run of ours reads. */
export function writeConfiguration(folder, { url }, exclude = []) {
  const config = {
    store: join(folder, 'store'),
    signing: { key: 'env:BENCH_KEY' },
    fingerprintKey: 'env:BENCH_FINGERPRINTS',
    connections: [
      {
        name: 'bench',
        type: 'public-api',
        region: 'us',
        token: 'env:BENCH_TOKEN',
        baseUrl: url,
        collect: { exclude },
      },
    ],
  };
  writeFileSync(join(folder, 'evidence.config.yaml'), JSON.stringify(config));
}

function start(script, options, flags = []) {
  return fork(join(import.meta.dirname, script), [JSON.stringify(options)], { execArgv: flags });
}

async function firstMessage(child) {
  return new Promise((done, failed) => {
    const onExit = (code) => failed(new Error(`${child.spawnargs[1]} ended with ${code} before it answered`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      done(message);
    });
  });
}

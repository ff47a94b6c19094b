/**
 * Measures a whole run over loopback: seconds and peak memory, of a tenth of the largest workspace we
 * expect and of all of it. Limits of requests per minute are lifted, or it would measure waiting.
 *
 *     npm run bench            a tenth, then the whole; each in a fresh process
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;

for (const share of [0.1, 1]) {
  const server = fork(join(here, 'bench-server.mjs'), [String(share)]);
  const { url, token } = await new Promise((done) => server.once('message', done));
  const folder = mkdtempSync(join(tmpdir(), 'evidence-bench-'));
  const run = fork(join(here, 'bench-run.mjs'), [url, folder], {
    env: { ...process.env, BENCH_TOKEN: token },
  });
  const result = await new Promise((done, failed) => {
    run.once('message', done);
    run.once('exit', (code) => failed(new Error(`the run ended with ${code}`)));
  });
  console.log(JSON.stringify({ share, ...result }));
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

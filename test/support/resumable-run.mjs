/**
 * `collect` as a process of its own that keeps a resume point from its first request on: what takes a minute
 * otherwise. For tests that kill it. Arguments are those of the command line.
 */

import { realSurroundings } from '../../dist/src/deps.js';
import { buildProgram } from '../../dist/src/program.js';

const env = process.env;
const { signal } = new AbortController();
await buildProgram({
  env,
  cwd: process.cwd(),
  typed: 'segment-evidence',
  homeDir: process.cwd(),
  surroundings: { ...realSurroundings(env, signal), resumeAfterMs: 0 },
  streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  print: ({ json }) => process.stdout.write(`${JSON.stringify(json)}\n`),
}).run(process.argv.slice(2));

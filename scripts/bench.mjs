/** Measures whole runs over loopback and prints tables: see `--help`, and docs/performance.md for what came out. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resources } from '../dist/schemas/resources/index.js';
import { CLIENT, openClient } from './bench-client.mjs';
import * as limits from './bench-limits.mjs';
import * as million from './bench-million.mjs';
import * as official from './bench-official.mjs';
import { withFolder } from './bench-processes.mjs';
import * as verify from './bench-verify.mjs';

const PARTS = { official, limits, million, verify };

const HELP = `npm run bench -- [PART…] [options]

Parts (default: all, about an hour):
  official   against Segment's own client used plainly, and the bound: every size at every latency
  limits     with 200 requests a minute, in real time: five minutes
  million    one million records, and a tenth of them
  verify     a year of daily snapshots, one gigabyte, against sha256sum: a minute

Options:
  --size 1,10,100        sizes for \`official\`, in hundredths of the largest workspace (361,000 records)
  --latency 0,50,200     latencies for \`official\`, in milliseconds
  --node-flags "FLAGS"   flags of Node.js for the run in \`million\`
  --help

Segment's own client is installed by npm into a temporary folder.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1,10,100' },
    latency: { type: 'string', default: '0,50,200' },
    'node-flags': { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part));
if (values.help || unknown.length > 0) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  await withFolder(runParts);
}

async function runParts(folder) {
  const parts = positionals.length === 0 ? Object.keys(PARTS) : positionals;
  const needsClient = parts.some((part) => part === 'official' || part === 'limits');
  const settings = {
    sizes: values.size.split(','),
    latencies: values.latency.split(',').map(Number),
    flags: values['node-flags'].split(' ').filter((flag) => flag !== ''),
    client: folder,
    exclude: needsClient ? install(folder) : [],
  };
  console.log(`${availableParallelism()} cores, Node.js ${process.versions.node}`);
  if (settings.exclude.length > 0) {
    console.log(
      `Left out on both sides, since the client has no plain way to it: ${settings.exclude.join(', ')}`,
    );
  }
  for (const part of parts) console.log(`\n## ${PARTS[part].title}\n\n${await PARTS[part].run(settings)}`);
}

/** Installs the client; returns the resources that it does not know, or that no plain loop can read. */
function install(folder) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', CLIENT], {
    cwd: folder,
    stdio: 'inherit',
  });
  const methods = openClient(folder, { url: 'http://127.0.0.1', token: '' });
  const left = new Set();
  for (const { name, operationId, parent, isOptIn } of resources) {
    const isPlain = methods.has(operationId) && (parent === undefined || parent.param !== undefined);
    if (isOptIn !== true && (!isPlain || left.has(parent?.resource))) left.add(name);
  }
  return [...left];
}

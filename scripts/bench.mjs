/** Measures whole runs over loopback and prints tables: see `--help`, and docs/performance.md for what came out. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as checks from './bench-checks.mjs';
import { CLIENT, unknownTo, versionIn } from './bench-client.mjs';
import * as limits from './bench-limits.mjs';
import * as million from './bench-million.mjs';
import * as official from './bench-official.mjs';
import { withFolder } from './bench-processes.mjs';
import * as verify from './bench-verify.mjs';

const PARTS = { official, limits, million, verify, checks };

const HELP = `npm run bench -- [PART…] [options]

Parts (default: all, about an hour):
  official   against Segment's own client used plainly, and the bound: every size at every latency
  limits     with 200 requests a minute, in real time: six minutes
  million    one million records, and a tenth of them
  verify     a year of daily snapshots, one gigabyte, against sha256sum: a minute
  checks     all checks over up to 100,000 users, in their own process: a minute

Options:
  --size 1,10,100        sizes for \`official\`, in hundredths of the largest workspace (376,000 records)
  --latency 0,50,200     latencies for \`official\`, in milliseconds
  --longest 400          seconds of latency in a row that are still waited for, of the plain client
  --node-flags "FLAGS"   flags of Node.js for the run in \`million\`
  --help

Segment's own client is installed by npm into a temporary folder.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1,10,100' },
    latency: { type: 'string', default: '0,50,200' },
    longest: { type: 'string', default: '400' },
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
    longestSeconds: Number(values.longest),
  };
  console.log(
    `${availableParallelism()} cores, ${cpus()[0]?.model.trim()}, Node.js ${process.versions.node}`,
  );
  if (needsClient) {
    const left = settings.exclude.join(', ') || 'nothing';
    console.log(
      `${CLIENT} ${versionIn(folder)}; left out on both sides, since it has no method for it: ${left}`,
    );
  }
  for (const part of parts) console.log(`\n## ${PARTS[part].title}\n\n${await PARTS[part].run(settings)}`);
}

/** Installs the client; returns the resources that it cannot read. */
function install(folder) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const flags = ['--silent', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags, CLIENT], { cwd: folder, stdio: 'inherit' });
  return unknownTo(folder);
}

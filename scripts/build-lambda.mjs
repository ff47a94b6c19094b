/**
 * Builds the Lambda functions, from a repository or from the installed package: their code in a ZIP whose bytes
 * depend on the sources alone, and the template for CloudFormation beside it, with the parameters that ./deploy.yml
 * says. `--config FILE` (./evidence.config.yaml) puts a configuration next to the code, with the files that `policy.files`
 * names, and ends with 2 when it cannot work there; without it the functions need one by SEGMENT_EVIDENCE_CONFIG. `--out FOLDER`: build/lambda.
 * Fails when the code has become too large.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { bundleLambda, CODE_FILE, entryOf, FUNCTIONS, IS_REPOSITORY } from './bundle-lambda.mjs';
import { lambdaTemplate, parametersFrom } from './template-lambda.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/**
 * 472,000 before there were mail, messages to Segment and queues, which are in it and run only where they are
 * configured: 104,000 for these, and some air. 720,000 before there were pages, which a run makes where `report: true` says so:
 * 114,000 for these, with the answers and the verifying that they are made by. 840,000 before a page could check the evidence
 * that it is made from: 145,000 for what does that in a browser, which here is a text that is never run.
 */
const LARGEST_GZIP_BYTES = 1_000_000;
const SLOWEST_IMPORT_MS = 300;

const { values } = parseArgs({
  options: { config: { type: 'string' }, out: { type: 'string', default: 'build/lambda' } },
});
const out = resolve(values.out);
const config = values.config ?? (existsSync('evidence.config.yaml') ? 'evidence.config.yaml' : undefined);

if (config !== undefined) await checkConfiguration(config);

/** Nothing is built around a configuration that cannot work: all its problems are told, and that is all. */
async function checkConfiguration(file) {
  if (IS_REPOSITORY) await (await import('./build.mjs')).setup();
  const commandLine = join(ROOT, 'dist/segment-evidence.mjs');
  const args = [commandLine, 'config', 'validate', '--lambda', '--config', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`.trimEnd());
  process.exit(status ?? 1);
}

const { code, metafile } = await bundleLambda();
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const files = [
  ...(config === undefined ? [] : [['evidence.config.yaml', readFileSync(config)], ...companyFiles(config)]),
  ...FUNCTIONS.map((name) => [`jobs/${name}.mjs`, Buffer.from(entryOf(name))]),
  [`jobs/${CODE_FILE}`, code],
  ['package.json', Buffer.from(JSON.stringify({ name, version, type: 'module' }))],
];
mkdirSync(join(out, 'jobs'), { recursive: true });
for (const [path, content] of files) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}
writeFileSync(join(out, 'meta.json'), JSON.stringify(metafile));
writeFileSync(join(out, 'segment-evidence.zip'), zip(files));
writeJson('template.json', lambdaTemplate());
if (existsSync('deploy.yml'))
  writeJson('parameters.json', parametersFrom(parse(readFileSync('deploy.yml', 'utf8')) ?? {}));
report();

/** Files of the company's own lie beside the configuration there as they do here: it was checked that they are below. */
function companyFiles(file) {
  const { policy } = parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) ?? {};
  const paths = Object.values(policy?.files ?? {}).map((each) => normalize(each.path ?? each));
  return [...new Set(paths)].map((path) => [
    path.split(sep).join('/'),
    readFileSync(join(dirname(file), path)),
  ]);
}

function writeJson(name, data) {
  writeFileSync(join(out, name), `${JSON.stringify(data, null, 2)}\n`);
}

/** Names sorted, one fixed date, fixed modes: equal files, equal bytes. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of entries) {
    const data = deflateRawSync(content, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    // 1980-01-01 00:00, the first date that the format can say.
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(path), data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    // Made by Unix, so that the mode counts: otherwise the function may not read its own file.
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), fields, rest, Buffer.from(path));
    offset += 30 + path.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end]);
}

function report() {
  const gzipBytes = gzipSync(code, { level: 9 }).length;
  console.log(`${join(out, 'segment-evidence.zip')}, template.json`);
  console.log(`${code.length} bytes, ${gzipBytes} gzipped (at most ${LARGEST_GZIP_BYTES})`);
  const importMs = timeImport();
  console.log(`imported in ${importMs} ms`);
  if (config === undefined)
    console.warn('no configuration in it: add --config FILE, or set SEGMENT_EVIDENCE_CONFIG');
  if (importMs > SLOWEST_IMPORT_MS)
    console.warn(`the import took more than ${SLOWEST_IMPORT_MS} ms on this machine`);
  if (gzipBytes <= LARGEST_GZIP_BYTES) return;
  console.error('too large: look into meta.json for what has come in');
  process.exitCode = 1;
}

/** The best of two, each in a process of its own: what a cold start of any function pays for, less the noise. */
function timeImport() {
  const url = pathToFileURL(join(out, 'jobs', CODE_FILE)).href;
  const script = `const t=performance.now();await import('${url}');console.log(Math.round(performance.now()-t))`;
  const run = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  return Math.min(run(), run());
}

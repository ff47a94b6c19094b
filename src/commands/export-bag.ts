/** `export --from --to`: one file with everything that somebody needs who checks a period's evidence without us. */

import { basename } from 'node:path';
import { EXPORT_FACTS_SCHEMA, type ExportFacts } from '../../schemas/export-facts.ts';
import { EXPORT_TRACE_SCHEMA, type ExportTrace } from '../../schemas/export-trace.ts';
import { periodFacts } from '../answers/pages/period/period-facts.ts';
import { UnverifiedError, UsageError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { answerParts } from '../export/answer-parts.ts';
import { bagEntries } from '../export/bag.ts';
import { type EvidenceOf, evidenceParts } from '../export/evidence-parts.ts';
import { guideText } from '../export/guide.ts';
import { type ExportPart, partOf } from '../export/part.ts';
import { type ExportPeriod, type ExportScope, scopeOf } from '../export/scope.ts';
import { VERIFY_SCRIPT } from '../export/script/script.ts';
import { exportView } from '../export/view.ts';
import { zipFile } from '../export/zip-file.ts';
import { exportStanding } from '../report/export/export-standing.ts';
import { periodDocument } from '../report/period/page.tsx';
import { exportFactsKey } from '../store/export-layout.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import type { History } from '../verify/read-history.ts';
import type { SignedStretch } from '../verify/report.ts';
import { verifyStore } from '../verify/verify.ts';
import { writeOut } from './answer-output.ts';
import { calendarsOf } from './calendar.ts';
import { calendarAnswer, gapsOf } from './calendar-answer.ts';
import type { CommandOutput } from './command.ts';
import type { EvidencePlace, Surveyor } from './evidence-places.ts';
import { writtenOutput } from './export-output.ts';
import { readPage } from './export-page.ts';
import { exportedRun, noRun } from './export-period.ts';
import { type LeftTrace, leaveTrace, NO_TRACE } from './export-trace.ts';
import { historyAt } from './history-of.ts';
import { periodEvidence } from './period-evidence.ts';

export interface BagRequest {
  readonly place: EvidencePlace;
  readonly history: History;
  readonly period: { readonly from?: string | undefined; readonly to?: string | undefined };
  readonly out: string | undefined;
  /** The store is that of a configuration, and no copy that somebody was given. */
  readonly isOwn: boolean;
  readonly surveyor: Pick<Surveyor, 'cwd' | 'now' | 'user'>;
}

/** Returns what was written. @throws UsageError; UnverifiedError; StoreError */
export async function exportBag(request: BagRequest): Promise<CommandOutput> {
  const { place, history, surveyor } = request;
  const { now, cwd } = surveyor;
  const period = wholePeriod(request);
  if (place.store.export !== undefined) throw ofExport(place.store.location);
  const scope = scopeOf(history.runs, period);
  if (scope.runs.length === 0) throw noRun(place.connection, period);
  const of = { store: place.store, connection: place.connection, period, scope };
  const evidence: ExportPart[] = [];
  for await (const part of evidenceParts(of)) evidence.push(part);
  // What is said of the period is said of what will be in the file, so that whoever has it can say the same.
  const own = { ...place, store: exportView(place.store, [factsPart(factsOf(of, [])), ...evidence]) };
  const signed = await assertSigned(own, period, now);
  const calendars = await calendarsOf({ places: [own], ...period, now });
  const standing = await exportStanding(scope.runs.map(exportedRun), calendars.flatMap(gapsOf));
  const calendar = calendarAnswer({ ...period, calendars });
  const answers = await answerParts({ history: await historyAt(own, { now }), period, calendar });
  const page = await pageOf(own, period, now);
  const facts = factsOf(of, answers.leftOut);
  const name = bagName(facts);
  const out = request.out ?? `${name}.zip`;
  const bag = bagEntries({
    name,
    payload: payload([factsPart(facts), ...evidence, ...answers.parts, page]),
    besides: await besides(facts, signersIn(scope, signed)),
    info: infoOf(facts),
  });
  const sha256 = await writeOut('export', out, zipFile(bag), cwd);
  const trace = request.isOwn
    ? await leaveTrace(place.store, traceOf(facts, surveyor, { name: basename(out), sha256 }))
    : NO_TRACE;
  const head = {
    connection: place.connection,
    format: 'bag',
    ...period,
    chains: facts.chains,
    leftOut: facts.leftOut,
    trace: trace.key,
  };
  return writtenOutput({
    head,
    runs: scope.runs.map(exportedRun),
    standing,
    out,
    sha256,
    lines: linesOf(answers.leftOut, trace, out),
  });
}

const linesOf = (leftOut: readonly string[], trace: LeftTrace, out: string): readonly string[] => [
  ...leftOut.map((each) => `not in it: ${each}`),
  trace.line,
  '',
  `Whoever gets it checks it with: segment-evidence verify ${out} --key PUBLIC-KEY.pem; or unpacks it and reads VERIFY.md.`,
  'Hand on the public key by another way.',
];

function wholePeriod({ period: { from, to } }: BagRequest): ExportPeriod {
  if (from !== undefined && to !== undefined) return { from, to };
  throw new UsageError({
    message: `export: expected --from and --to, got ${from === undefined && to === undefined ? 'neither' : 'one of them'}`,
    hint: 'Name the period, such as --from 2026-10-01 --to 2026-12-31; or another format: --format oscal.',
  });
}

function ofExport(location: string): UsageError {
  return new UsageError({
    message: `export: --store ${location}: expected a store, got an export`,
    hint: 'Name the store that it was taken from. population, changes, status, check and verify read an export as it is.',
  });
}

/** What is handed on must be what was signed: tag files now, and each artifact as it is copied. */
async function assertSigned(
  { store, connection, keys }: EvidencePlace,
  { from, to }: ExportPeriod,
  now: Date,
): Promise<readonly SignedStretch[]> {
  const trusted = (await keys()).map((publicKey) => ({ publicKey, connection }));
  const report = await verifyStore({ store, connection, keys: trusted, now, from, to, isQuick: true });
  const problems = report.failures.map(({ message }) => message);
  const [first] = problems;
  if (first === undefined) return report.connections.flatMap((each) => each.signed);
  throw new UnverifiedError({
    code: 'NOT_VERIFIED',
    message: `export: ${connection}: expected verified evidence, got ${first}`,
    hint: 'Run segment-evidence verify to see everything that is wrong.',
    problems,
    exitCode: report.exitCode,
  });
}

function factsOf({ connection, period, scope }: EvidenceOf, leftOut: readonly string[]): ExportFacts {
  return {
    schema: EXPORT_FACTS_SCHEMA,
    connection,
    ...period,
    tool: { name: 'segment-evidence', version: TOOL_VERSION },
    chains: [...scope.chains],
    leftOut: [...leftOut],
  };
}

function traceOf(
  { connection, from, to, chains, tool }: ExportFacts,
  { now, user = 'unknown' }: BagRequest['surveyor'],
  file: ExportTrace['file'],
): ExportTrace {
  const schema = EXPORT_TRACE_SCHEMA;
  return { schema, connection, exportedAt: now.toISOString(), by: { user }, tool, from, to, chains, file };
}

/** What the file and the folder in it are called: `segment-evidence-acme-2026-10-01-to-2026-12-31`. */
function bagName({ connection, from, to }: ExportFacts): string {
  const isDays = from.endsWith('T00:00:00.000Z') && to.endsWith('T23:59:59.999Z');
  const short = (instant: string) =>
    isDays ? instant.slice(0, 10) : `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return `segment-evidence-${connection}-${short(from)}-to-${short(to)}`;
}

/** The page of the period, as `report` makes it. */
async function pageOf(place: EvidencePlace, period: ExportPeriod, now: Date): Promise<ExportPart> {
  const evidence = await periodEvidence(place, { ...period, now });
  return partOf('report/period.html', periodDocument(await periodFacts(evidence, period)));
}

const factsPart = (facts: ExportFacts): ExportPart =>
  partOf(exportFactsKey(facts.connection), canonical(facts));

async function* payload(parts: readonly ExportPart[]): AsyncGenerator<ExportPart> {
  yield* parts;
}

async function besides(facts: ExportFacts, signers: readonly string[]): Promise<readonly ExportPart[]> {
  const page = await readPage();
  return [
    partOf('VERIFY.md', guideText({ facts, signers, hasPage: page !== undefined })),
    partOf('verify.sh', VERIFY_SCRIPT),
    ...(page === undefined ? [] : [partOf('verify.html', page)]),
  ];
}

/** Key ids of who signed the records that are in it. */
function signersIn({ runs, before }: ExportScope, signed: readonly SignedStretch[]): readonly string[] {
  const records = [...before, ...runs].map(({ manifest }) => manifest.chain);
  const isOfOne = ({ chain, from, to }: SignedStretch) =>
    records.some(({ number, seq }) => number === chain && seq >= from && seq <= to);
  return [...new Set(signed.filter(isOfOne).map(({ keyId }) => keyId))];
}

function infoOf({ connection, from, to, tool }: ExportFacts) {
  return [
    ['Bag-Group-Identifier', connection],
    ['Bag-Software-Agent', `${tool.name} ${tool.version}`],
    ['Bagging-Date', to.slice(0, 10)],
    ['External-Description', `Evidence of ${connection}, ${from} to ${to}`],
  ] as const;
}

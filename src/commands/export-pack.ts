/** Packs an export: the evidence, what is answered from it and from nothing else, and what it takes to check it. */
import { basename } from 'node:path';
import type { ExportFacts } from '../../schemas/export-facts.ts';
import { EXPORT_TRACE_SCHEMA, type ExportTrace } from '../../schemas/export-trace.ts';
import { periodFacts } from '../answers/pages/period/period-facts.ts';
import { answerParts } from '../export/answer-parts.ts';
import { bagEntries } from '../export/bag.ts';
import { guideText } from '../export/guide.ts';
import { type ExportPart, partOf } from '../export/part.ts';
import type { ExportPeriod } from '../export/scope.ts';
import { VERIFY_SCRIPT } from '../export/script/script.ts';
import { zipFile } from '../export/zip-file.ts';
import { exportStanding } from '../report/export/export-standing.ts';
import { periodDocument } from '../report/period/page.tsx';
import { verifyDocument } from '../report/verify/document.ts';
import type { Store } from '../store/store.ts';
import { writeOut } from './answer-output.ts';
import { calendarsOf } from './calendar.ts';
import { calendarAnswer, gapsOf } from './calendar-answer.ts';
import type { CommandOutput } from './command.ts';
import type { EvidencePlace, Surveyor } from './evidence-places.ts';
import type { WithNewBytes } from './export-keys.ts';
import { writtenOutput } from './export-output.ts';
import { factsPart, type Packable } from './export-parts.ts';
import { exportedRun } from './export-period.ts';
import { type LeftTrace, leaveTrace, NO_TRACE } from './export-trace.ts';
import { historyAt } from './history-of.ts';
import { periodEvidence } from './period-evidence.ts';
import { publicKeyFile } from './write-public-key.ts';

export interface Packing {
  readonly period: ExportPeriod;
  readonly out: string | undefined;
  readonly surveyor: Pick<Surveyor, 'cwd' | 'now' | 'user'> & WithNewBytes;
  /** The store that the trace is left in; undefined: none is. */
  readonly traceIn: Store | undefined;
  /** What the trace says besides. */
  readonly traced?: Pick<ExportTrace, 'pseudonymised'>;
  /** Looks at each file before it is packed. @throws UnverifiedError PERSON_LEFT */
  readonly look?: (part: ExportPart) => Promise<void>;
  /** Called when the file is written, with its name and digest. Returns more lines for a person. */
  readonly onWritten?: (file: ExportTrace['file'], out: string) => Promise<readonly string[]>;
  /** For programs, besides. */
  readonly said?: Readonly<Record<string, unknown>>;
}

/** Returns what was written. @throws UsageError; UnverifiedError; StoreError */
export async function packExport(packable: Packable, packing: Packing): Promise<CommandOutput> {
  const { place, evidence, signers } = packable;
  const { period, surveyor, look } = packing;
  const { now, cwd } = surveyor;
  const calendars = await calendarsOf({ places: [place], ...period, now });
  const history = await historyAt(place, { now });
  const runs = history.runs.map(exportedRun);
  const standing = await exportStanding(runs, calendars.flatMap(gapsOf));
  const calendar = calendarAnswer({ ...period, calendars });
  const answers = await answerParts({ history, period, calendar });
  const page = await pageOf(place, period, now);
  const facts = { ...packable.facts, leftOut: [...packable.facts.leftOut, ...answers.leftOut] };
  const name = bagName(facts);
  const out = packing.out ?? `${name}.zip`;
  const parts = [factsPart(facts), ...evidence, ...answers.parts, page];
  for (const part of look === undefined ? [] : parts) await look?.(part);
  const bag = bagEntries({
    name,
    payload: payload(parts),
    besides: besides(facts, signers),
    info: infoOf(facts),
  });
  const sha256 = await writeOut('export', out, zipFile(bag), cwd);
  const file = { name: basename(out), sha256 };
  const more = (await packing.onWritten?.(file, out)) ?? [];
  const trace =
    packing.traceIn === undefined
      ? NO_TRACE
      : await leaveTrace(packing.traceIn, traceOf(facts, packing, file));
  const head = {
    connection: place.connection,
    format: 'bag',
    ...period,
    chains: facts.chains,
    leftOut: facts.leftOut,
    trace: trace.key,
    ...packing.said,
  };
  const key = packing.traced?.pseudonymised === undefined ? 'PUBLIC-KEY.pem' : publicKeyFile(out);
  const lines = linesOf({ facts, trace, out, key, more });
  return writtenOutput({ head, runs, standing, out, sha256, lines });
}

function linesOf(of: {
  readonly facts: ExportFacts;
  readonly trace: LeftTrace;
  readonly out: string;
  readonly key: string;
  readonly more: readonly string[];
}): readonly string[] {
  return [
    ...of.facts.leftOut.map((each) => `not in it: ${each}`),
    of.trace.line,
    ...of.more,
    '',
    `Whoever gets it checks it with: segment-evidence verify ${of.out} --key ${of.key}; or unpacks it and reads VERIFY.md.`,
    'Hand on the public key by another way.',
  ];
}

function traceOf(
  { connection, from, to, chains, tool }: ExportFacts,
  { surveyor: { now, user = 'unknown' }, traced }: Packing,
  file: ExportTrace['file'],
): ExportTrace {
  const schema = EXPORT_TRACE_SCHEMA;
  const exportedAt = now.toISOString();
  return { schema, connection, exportedAt, by: { user }, tool, from, to, chains, file, ...traced };
}

/** What the file and the folder in it are called: `segment-evidence-acme-2026-10-01-to-2026-12-31`. */
function bagName({ connection, from, to, derived }: ExportFacts): string {
  const isDays = from.endsWith('T00:00:00.000Z') && to.endsWith('T23:59:59.999Z');
  const short = (instant: string) =>
    isDays ? instant.slice(0, 10) : `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const kind = derived === undefined ? '' : '-pseudonymised';
  return `segment-evidence-${connection}-${short(from)}-to-${short(to)}${kind}`;
}

/** The page of the period, as `report` makes it. */
async function pageOf(place: EvidencePlace, period: ExportPeriod, now: Date): Promise<ExportPart> {
  const evidence = await periodEvidence(place, { ...period, now });
  return partOf('report/period.html', periodDocument(await periodFacts(evidence, period)));
}

async function* payload(parts: readonly ExportPart[]): AsyncGenerator<ExportPart> {
  yield* parts;
}

const besides = (facts: ExportFacts, signers: readonly string[]): readonly ExportPart[] => [
  partOf('VERIFY.md', guideText({ facts, signers })),
  partOf('verify.sh', VERIFY_SCRIPT),
  partOf('verify.html', verifyDocument()),
];

function infoOf({ connection, from, to, tool, derived }: ExportFacts) {
  const what = derived === undefined ? 'Evidence' : 'Pseudonymised copy of evidence';
  return [
    ['Bag-Group-Identifier', connection],
    ['Bag-Software-Agent', `${tool.name} ${tool.version}`],
    ['Bagging-Date', to.slice(0, 10)],
    ['External-Description', `${what} of ${connection}, ${from} to ${to}`],
  ] as const;
}

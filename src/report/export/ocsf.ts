/**
 * OCSF Compliance Findings from what checks answered in verified runs, for log stores that gather findings: a line of JSON for each
 * check of each run, also where nobody can tell, and one for each gap.
 *
 * Source of truth: OCSF 1.5.0, class 2003. What is written here is valid in 1.8.0 too.
 */
import { type CheckResult, frameworkNames } from '../../../schemas/check-results.ts';
import { waiverText } from '../../answers/checks/waiver-text.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { canonical } from '../../evidence/canonical.ts';
import { type ExportedRun, idIn, idOf, SUPPORTS, whyUnanswered } from './exported-run.ts';
import { type OcsfStatus, ocsfBody, STATUSES, severityOf } from './ocsf-body.ts';
import { plainStrings } from './plain-strings.ts';

export interface OcsfExport {
  /** In the order of time; at least one. */
  readonly runs: readonly ExportedRun[];
  /** What the whole lacks, a sentence each: said first. */
  readonly gaps: readonly string[];
}

/** Yields the lines, each an RFC 8785 text. */
export async function* toOcsf({ runs, gaps }: OcsfExport): AsyncGenerator<string> {
  const line = (value: unknown) => `${canonical(plainStrings(value))}\n`;
  const last = runs.at(-1);
  if (last !== undefined) for (const gap of gaps) yield line(gapFinding(last, runs, gap));
  for (const run of runs) {
    const answers = await run.checkResults();
    if (answers === undefined) yield line(unansweredFinding(run));
    else for (const result of answers.results) yield line(checkFinding(run, result));
  }
}

function checkFinding(run: ExportedRun, result: CheckResult) {
  const { checkId, checkVersion, title, reason, waiver } = result;
  const status = STATUSES[result.outcome];
  const details = [reason, waiver === undefined ? undefined : waiverText(waiver)].filter(
    (each) => each !== undefined,
  );
  const detail = details.length === 0 ? {} : { status_detail: details.join(' ') };
  return {
    ...ocsfBody(run, {
      uid: idIn(run, 'finding', checkId),
      title: `${checkId}: ${title}`,
      desc: `${result.outcome}: ${title}`,
      analytic: { uid: checkId, name: title, type_id: 1, type: 'Rule', version: String(checkVersion) },
    }),
    ...severityOf(result),
    ...standingOf(result),
    message: `${checkId} ${result.outcome}: ${title}`,
    compliance: {
      category: result.area,
      checks: [{ uid: checkId, name: title, version: String(checkVersion), ...status }],
      control: checkId,
      control_parameters: Object.entries(result.params).map(([name, value]) => ({
        name,
        value: JSON.stringify(value),
      })),
      desc: SUPPORTS,
      ...controlsOf(result),
      ...status,
      ...detail,
    },
    ...(result.outcome === 'fail' || result.outcome === 'warn'
      ? { remediation: { desc: result.remediation } }
      : {}),
    resources: [...workspaceOf(run), ...result.exceptions.map(resourceOf)],
    evidences: result.evidence.map((each) => evidenceOf(run, each)),
    unmapped: { ...unmappedOf(run), ...answerOf(result) },
  };
}

/** A fail that somebody has accepted is a fail all the same; only that nobody has to be told. */
function standingOf({ outcome, waiver }: CheckResult): { status_id?: number; status?: string } {
  if (outcome !== 'fail' && outcome !== 'warn') return {};
  if (waiver?.state === 'accepted') return { status_id: 99, status: `Accepted until ${waiver.expires}` };
  return { status_id: 1, status: 'New' };
}

function controlsOf({ controls }: CheckResult) {
  const named = frameworkNames.filter((name) => controls[name].length > 0);
  return {
    standards: named.map((name) => frameworkLabels[name]),
    requirements: named.flatMap((name) => controls[name].map((id) => `${frameworkLabels[name]} ${id}`)),
  };
}

const workspaceOf = ({ manifest: { workspace } }: ExportedRun) =>
  workspace === null
    ? []
    : [{ uid: workspace.id, name: workspace.slug, type: 'workspace', region: workspace.region }];

/** `sources/abc` is of type `sources`; what is about the workspace has no slash. */
const resourceOf = ({ subject, detail, level }: CheckResult['exceptions'][number]) => ({
  uid: subject,
  type: subject.split('/')[0] ?? subject,
  data: { detail, level },
});

function evidenceOf(run: ExportedRun, { resource, outcome, path, sha256 }: CheckResult['evidence'][number]) {
  const data = { resource, outcome };
  if (path === undefined || sha256 === undefined) return { data };
  const hashes = [{ algorithm_id: 3, algorithm: 'SHA-256', value: sha256 }];
  return {
    data,
    file: { name: path.split('/').at(-1), path: run.folder + path, type_id: 1, type: 'Regular File', hashes },
  };
}

function answerOf(result: CheckResult) {
  const { outcome, severity, confidence, populationSize, exceptionTotals, waiver } = result;
  return { outcome, severity, confidence, populationSize, exceptionTotals, waiver };
}

function unmappedOf({ manifest, manifestSha256 }: ExportedRun) {
  const { connection, chain, snapshotPath, status, origin, run } = manifest;
  const { number, logId, seq } = chain;
  return {
    connection,
    chain: { number, logId, seq },
    snapshotPath,
    manifestSha256,
    runStatus: status,
    missedSlots: run.missedSlots,
    origin: { kind: origin.kind, host: origin.host },
  };
}

/** A run without answers is not a run without findings. */
function unansweredFinding(run: ExportedRun) {
  const { startedAt } = run.manifest.run;
  const said = `Nothing was assessed by the run of ${startedAt}: ${whyUnanswered(run)}.`;
  return unknownFinding(run, { uid: idIn(run, 'finding', ''), title: 'No answers of checks', said });
}

function gapFinding(last: ExportedRun, runs: readonly ExportedRun[], gap: string) {
  const records = runs.map((run) => `${run.manifest.chain.logId}/${run.manifest.chain.seq}`);
  const uid = idOf('gap', last.manifest.connection, gap, ...records);
  return unknownFinding(last, { uid, title: 'The evidence is not complete', said: gap });
}

const UNKNOWN: OcsfStatus = { status_id: 0, status: 'Unknown' };

function unknownFinding(run: ExportedRun, { uid, title, said }: Record<'uid' | 'title' | 'said', string>) {
  return {
    ...ocsfBody(run, { uid, title, desc: said }),
    severity_id: 0,
    severity: 'Unknown',
    message: said,
    compliance: { desc: said, ...UNKNOWN, status_detail: said },
    resources: workspaceOf(run),
    unmapped: unmappedOf(run),
  };
}

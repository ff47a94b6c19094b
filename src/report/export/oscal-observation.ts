/** What was looked at for one check of one run, as OSCAL observations have it; also where nobody can tell. */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { type ExportedRun, idIn, SUPPORTS, whyUnanswered } from './exported-run.ts';
import { isAnswered, supportsOf } from './oscal-controls.ts';
import { listed, markup, property } from './oscal-text.ts';

/** Names in words what is not said by a finding. */
const OUTCOMES: Readonly<Record<CheckResult['outcome'], string>> = {
  pass: 'Pass: what the check claims holds.',
  fail: 'Fail: what the check claims does not hold.',
  warn: 'Warn: somebody should look. This is neither a pass nor a fail.',
  not_applicable: 'Not applicable: this is no pass.',
  not_configured: 'Not configured: the check was not asked. This is no pass.',
  indeterminate: 'Indeterminate: nobody can tell. This is no pass.',
  error: 'Error: the check is broken and has not answered. This is no pass.',
};

export const toolId = (run: ExportedRun): string => idIn(run, 'tool');
export const workspaceId = (run: ExportedRun): string => idIn(run, 'workspace');
export const subjectId = (run: ExportedRun, subject: string): string => idIn(run, 'subject', subject);
export const fileId = (run: ExportedRun, path: string): string => idIn(run, 'file', path);
export const observationId = (run: ExportedRun, checkId: string): string => idIn(run, 'observation', checkId);

export const originOf = (run: ExportedRun) => [{ actors: [{ type: 'tool', 'actor-uuid': toolId(run) }] }];

export function observation(run: ExportedRun, result: CheckResult) {
  const { checkId, title, reason } = result;
  const said = [OUTCOMES[result.outcome], countsOf(result), reason ?? '', SUPPORTS];
  return {
    uuid: observationId(run, checkId),
    title: markup(`${checkId}: ${title}`),
    description: markup(said.filter((sentence) => sentence !== '').join(' ')),
    props: propertiesOf(result),
    methods: isAnswered(result) ? ['EXAMINE', 'TEST'] : ['UNKNOWN'],
    types: [isAnswered(result) ? 'control-objective' : 'not-assessed'],
    origins: originOf(run),
    subjects: subjectsOf(run, result),
    ...listed(
      'relevant-evidence',
      result.evidence.map((each) => evidenceOf(run, each)),
    ),
    ...timesOf(run),
  };
}

/** Returns the observation that there is nothing to observe. */
export function nothingObserved(run: ExportedRun) {
  const { status } = run.manifest;
  return {
    uuid: observationId(run, ''),
    title: 'No answers of checks',
    description: `Nothing was assessed: ${whyUnanswered(run)}. The run was ${status}. This is no pass.`,
    methods: ['UNKNOWN'],
    types: ['not-assessed'],
    origins: originOf(run),
    subjects: [{ 'subject-uuid': workspaceId(run), type: 'component' }],
    'relevant-evidence': [
      { href: `#${fileId(run, MANIFEST)}`, description: `What was signed of the run: ${MANIFEST}` },
    ],
    ...timesOf(run),
  };
}

export const MANIFEST = 'evidence-manifest.json';

/** What was seen is as old as the start of the run, and stale when the next one was due. */
function timesOf({ manifest: { run } }: ExportedRun) {
  const { startedAt, expectedNextBy } = run;
  return { collected: startedAt, ...(expectedNextBy === undefined ? {} : { expires: expectedNextBy }) };
}

function countsOf({ populationSize, exceptions, exceptionTotals }: CheckResult): string {
  if (populationSize === null && exceptions.length === 0) return 'None could be looked at.';
  const { fail, warn, unknown } = exceptionTotals;
  const all = fail + warn + unknown;
  const listing = all > exceptions.length ? ` ${exceptions.length} of these are listed.` : '';
  return `Looked at: ${populationSize ?? 'an unknown number'}; not as it should be: ${fail}; to be looked at: ${warn}; not known: ${unknown}.${listing}`;
}

function propertiesOf(result: CheckResult) {
  const { exceptionTotals, params } = result;
  return [
    ...property('check-id', result.checkId),
    ...property('check-version', result.checkVersion),
    ...property('area', result.area),
    ...property('severity', result.severity),
    ...property('confidence', result.confidence),
    ...property('outcome', result.outcome),
    ...property('population-size', result.populationSize),
    ...Object.entries(exceptionTotals).flatMap(([level, count]) => property('exceptions', count, level)),
    ...Object.entries(params).flatMap(([name, value]) =>
      property('parameter', `${name}=${JSON.stringify(value)}`),
    ),
    ...supportsOf(result.controls),
  ];
}

function subjectsOf(run: ExportedRun, { exceptions }: CheckResult) {
  return [
    { 'subject-uuid': workspaceId(run), type: 'component' },
    ...exceptions.map(({ subject, detail, level }) => ({
      'subject-uuid': subjectId(run, subject),
      type: 'inventory-item',
      title: markup(subject),
      props: property('level', level),
      remarks: markup(detail),
    })),
  ];
}

/** A file by its digest, where the run has it; else what could not be read, and how that ended. */
function evidenceOf(run: ExportedRun, { resource, outcome, path, sha256 }: CheckResult['evidence'][number]) {
  const isSealed = run.manifest.artifacts.some((each) => each.path === path && each.sha256 === sha256);
  const props = [
    ...property('resource', resource),
    ...property('outcome', outcome),
    ...property('path', path),
    ...property('sha256', sha256),
  ];
  if (path === undefined || !isSealed)
    return { description: markup(`${resource}: ${outcome}. There is no file of it.`), props };
  return { href: `#${fileId(run, path)}`, description: markup(`${resource}: ${outcome}, ${path}`), props };
}

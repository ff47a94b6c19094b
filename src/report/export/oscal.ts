/**
 * OSCAL Assessment Results from what checks answered in verified runs: one document, a result for each run. A run at a time is held.
 *
 * Source of truth: NIST OSCAL 1.1.3 and 1.2.2, assessment results model.
 */
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { canonical } from '../../evidence/canonical.ts';
import { type ExportedRun, idOf, recordOf } from './exported-run.ts';
import { attachedIn, manualResources } from './oscal-manual.ts';
import { oscalResources, oscalResult } from './oscal-result.ts';
import { markup, property } from './oscal-text.ts';
import { plainStrings } from './plain-strings.ts';

/** Both are valid as they are written here: newer ones only add. */
export const OSCAL_VERSIONS = ['1.1.3', '1.2.2'] as const;
export type OscalVersion = (typeof OSCAL_VERSIONS)[number];

export interface OscalExport {
  /** In the order of time; at least one. */
  readonly runs: readonly ExportedRun[];
  readonly version: OscalVersion;
  /** Begins with COMPLETE or NOT COMPLETE. */
  readonly standing: string;
  /** What was attached by hand, and the folder of all of it under the store. */
  readonly manual: { readonly attached: readonly ManualEvidence[]; readonly folder: string };
}

/** Yields the RFC 8785 text of the document. Its members are written in their order, results one after another. */
export async function* toOscal({ runs, version, standing, manual }: OscalExport): AsyncGenerator<string> {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new Error('export: expected a run, got none');
  const { connection, chain } = last.manifest;
  const records = runs.map((run) => `${run.manifest.chain.logId}/${run.manifest.chain.seq}`);
  const attached = attachedIn(runs, manual.attached);
  const files = attached.map(({ slot, id }) => `${slot}/${id}`);
  const uuid = idOf('assessment-results', version, connection, ...records, ...files);
  const plan = idOf('plan', uuid);
  const span = first === last ? recordOf(last) : `${recordOf(first)} to ${recordOf(last)}`;
  const resources = [
    planOf(plan),
    ...runs.flatMap(oscalResources),
    ...manualResources(attached, manual.folder),
  ];
  const metadata = {
    title: `Evidence of a Twilio Segment workspace: ${connection}, ${span}`,
    'last-modified': chain.recordedAt,
    version: span,
    'oscal-version': version,
    props: [...property('connection', connection), ...property('standing', standing)],
    remarks: markup(standing),
  };
  const text = (value: unknown) => canonical(plainStrings(value));
  yield `{"assessment-results":{"back-matter":${text({ resources })},"import-ap":${text({ href: `#${plan}` })}`;
  yield `,"metadata":${text(metadata)},"results":[`;
  for (const [index, run] of runs.entries())
    yield `${index === 0 ? '' : ','}${text(oscalResult(run, await run.checkResults(), manual.attached))}`;
  yield `],"uuid":${text(uuid)}}}`;
}

/** OSCAL wants a plan. What was asked, each run has sealed itself. */
const planOf = (uuid: string) => ({
  uuid,
  title: 'There is no assessment plan',
  description:
    'What was asked of the workspace is in data/configuration.json of each snapshot, and what the checks were asked with in its data/checks/results.json.',
});

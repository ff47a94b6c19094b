/** One run as an OSCAL result: what it is of, what its checks answered, and which of its files that rests on. */
import type { CheckResult, CheckResults } from '../../../schemas/check-results.ts';
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { type ExportedRun, idIn, notSegment, recordOf, whyUnanswered } from './exported-run.ts';
import { reviewedControls } from './oscal-controls.ts';
import { findings, risks } from './oscal-finding.ts';
import { manualObservations, manualProperties } from './oscal-manual.ts';
import {
  fileId,
  MANIFEST,
  nothingObserved,
  observation,
  subjectId,
  toolId,
  workspaceId,
} from './oscal-observation.ts';
import { listed, markup, property } from './oscal-text.ts';

export function oscalResult(
  run: ExportedRun,
  answers: CheckResults | undefined,
  attached: readonly ManualEvidence[],
) {
  const { connection, status, run: ran } = run.manifest;
  const results = answers?.results ?? [];
  const missed =
    ran.missedSlots.length === 0 ? '' : ` Nobody ran at ${ran.missedSlots.join(', ')} before it.`;
  const why = answers === undefined ? ` No check is answered here: ${whyUnanswered(run)}.` : '';
  return {
    uuid: idIn(run, 'result'),
    title: `${connection}, ${recordOf(run)}`,
    description: `What was read of the workspace by the run of ${ran.startedAt}, which was ${status}.${missed}${why}`,
    start: ran.startedAt,
    end: ran.endedAt,
    props: [...propertiesOf(run), ...manualProperties(run, attached)],
    'local-definitions': definitionsOf(run, results),
    'reviewed-controls': reviewedControls(results),
    observations: [
      ...(answers === undefined ? [nothingObserved(run)] : results.map((each) => observation(run, each))),
      ...manualObservations(run, attached),
    ],
    ...listed(
      'risks',
      results.flatMap((each) => risks(run, each)),
    ),
    ...listed(
      'findings',
      results.flatMap((each) => findings(run, each)),
    ),
  };
}

/** Returns the sealed files of a run, by their place under the store and their digest. */
export function oscalResources(run: ExportedRun) {
  const manifest = { path: MANIFEST, mediaType: 'application/json', sha256: run.manifestSha256 };
  return [manifest, ...run.manifest.artifacts].map(({ path, mediaType, sha256 }) => ({
    uuid: fileId(run, path),
    title: markup(path),
    rlinks: [
      {
        href: encodeURI(run.folder + path),
        'media-type': mediaType,
        hashes: [{ algorithm: 'SHA-256', value: sha256 }],
      },
    ],
  }));
}

function propertiesOf(run: ExportedRun) {
  const { chain, snapshotPath, status, origin, run: ran } = run.manifest;
  return [
    ...property('chain', chain.number),
    ...property('log-id', chain.logId),
    ...property('seq', chain.seq),
    ...property('snapshot', snapshotPath),
    ...property('manifest-sha256', run.manifestSha256),
    ...property('status', status),
    ...property('slot', ran.slot),
    ...property('origin', `${origin.kind} ${origin.host}`),
    ...ran.missedSlots.flatMap((slot) => property('missed-slot', slot)),
  ];
}

function definitionsOf(run: ExportedRun, results: readonly CheckResult[]) {
  const { tool } = run.manifest;
  const subjects = new Set(results.flatMap(({ exceptions }) => exceptions.map(({ subject }) => subject)));
  return {
    components: [workspaceOf(run)],
    ...listed(
      'inventory-items',
      [...subjects].sort().map((subject) => ({
        uuid: subjectId(run, subject),
        description: markup(subject),
        props: property('subject', subject),
      })),
    ),
    'assessment-assets': {
      components: [
        {
          uuid: toolId(run),
          type: 'software',
          title: tool.name,
          description: 'Read the workspace, asked the checks, and sealed both.',
          props: [...property('version', tool.version), ...property('digest', tool.digest)],
          status: { state: 'operational' },
        },
      ],
      'assessment-platforms': [
        { uuid: idIn(run, 'platform'), 'uses-components': [{ 'component-uuid': toolId(run) }] },
      ],
    },
  };
}

/** A run whose token was refused knows no workspace. */
function workspaceOf(run: ExportedRun) {
  const { workspace } = run.manifest;
  const other = notSegment(run);
  const from = other === undefined ? '' : ` ${other}.`;
  if (workspace === null)
    return {
      uuid: workspaceId(run),
      type: 'service',
      title: 'A Twilio Segment workspace that could not be identified',
      description: `The run did not learn which workspace it is.${from}`,
      status: { state: 'other', remarks: 'Not known.' },
    };
  return {
    uuid: workspaceId(run),
    type: 'service',
    title: markup(`Twilio Segment workspace ${workspace.slug}`),
    description: markup(`${workspace.name}.${from}`),
    props: [
      ...property('workspace-id', workspace.id),
      ...property('workspace-slug', workspace.slug),
      ...property('region', workspace.region),
    ],
    status: { state: 'operational' },
  };
}

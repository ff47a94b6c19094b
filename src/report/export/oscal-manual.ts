/** Files that were attached by hand, as OSCAL has them: somebody may examine them, and no tool has. */
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { countsText, isInForce, slotStandings } from '../../answers/manual/standing.ts';
import { type ExportedRun, idIn, idOf } from './exported-run.ts';
import { supportsOf } from './oscal-controls.ts';
import { workspaceId } from './oscal-observation.ts';
import { markup, property } from './oscal-text.ts';

const resourceId = ({ connection, slot, id }: ManualEvidence): string => idOf('manual', connection, slot, id);

const UNJUDGED =
  'A person attached it, and no record signs it. What is in it no tool has judged. It says nothing of whether a control is met.';

const dayOf = ({ manifest: { run } }: ExportedRun): string => run.startedAt.slice(0, 10);

/** Returns an observation for each slot in which a file counts on the day of the run. */
export function manualObservations(run: ExportedRun, attached: readonly ManualEvidence[]) {
  return slotStandings(attached, dayOf(run)).flatMap((standing) => {
    const { slot, evidence } = standing;
    if (evidence === undefined || !isInForce(standing)) return [];
    const { file, effective, expires, attachedAt, by, note } = evidence;
    return [
      {
        uuid: idIn(run, 'manual', slot.id, evidence.id),
        title: markup(`Manual evidence: ${slot.title}`),
        description: markup(`${slot.why} ${UNJUDGED}`),
        props: [
          ...property('slot', slot.id),
          ...property('effective', effective),
          ...property('expires', expires),
          ...property('attached-at', attachedAt),
          ...property('attached-by', by.name, 'asserted'),
          ...property('sha256', file.sha256),
          ...supportsOf(slot.controls),
        ],
        methods: ['EXAMINE'],
        types: ['manual-evidence'],
        subjects: [{ 'subject-uuid': workspaceId(run), type: 'component' }],
        'relevant-evidence': [{ href: `#${resourceId(evidence)}`, description: markup(file.name) }],
        collected: attachedAt,
        expires: `${expires}T23:59:59Z`,
        ...(note === undefined ? {} : { remarks: markup(note) }),
      },
    ];
  });
}

/** Returns how many slots were filled on the day of the run; nothing where nobody ever attached anything. */
export const manualProperties = (run: ExportedRun, attached: readonly ManualEvidence[]) =>
  attached.length === 0 ? [] : property('manual-evidence', countsText(slotStandings(attached, dayOf(run))));

/** Returns the attached files, by their place under the store and their digest. */
export const manualResources = (attached: readonly ManualEvidence[], folder: string) =>
  attached.map((evidence) => ({
    uuid: resourceId(evidence),
    title: markup(evidence.file.name),
    rlinks: [
      {
        href: encodeURI(`${folder}${evidence.slot}/${evidence.id}/${evidence.file.path}`),
        'media-type': evidence.file.mediaType,
        hashes: [{ algorithm: 'SHA-256', value: evidence.file.sha256 }],
      },
    ],
  }));

/** Returns the files that count on the day of any of the runs. */
export function attachedIn(
  runs: readonly ExportedRun[],
  attached: readonly ManualEvidence[],
): readonly ManualEvidence[] {
  const standings = runs.flatMap((run) => slotStandings(attached, dayOf(run))).filter(isInForce);
  const used = new Set(standings.map(({ evidence }) => evidence));
  return attached.filter((each) => used.has(each));
}

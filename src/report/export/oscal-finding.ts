/**
 * What a check found, as OSCAL findings and risks have it. A finding is of the check's own claim, never of a control; OSCAL knows two
 * states of one and no third, so what is neither pass nor fail has an observation and no finding.
 */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { waiverText } from '../../answers/checks/waiver-text.ts';
import { type ExportedRun, idIn, SUPPORTS } from './exported-run.ts';
import { observationId, originOf } from './oscal-observation.ts';
import { markup, property } from './oscal-text.ts';

export function findings(run: ExportedRun, result: CheckResult) {
  const { checkId, title, outcome } = result;
  if (outcome !== 'pass' && outcome !== 'fail') return [];
  const isPass = outcome === 'pass';
  return [
    {
      uuid: idIn(run, 'finding', checkId),
      title: markup(`${checkId}: ${title}`),
      description: isPass ? 'What the check claims holds.' : 'What the check claims does not hold.',
      origins: originOf(run),
      target: {
        type: 'objective-id',
        'target-id': checkId,
        title: markup(title),
        description: `The claim of the check itself. ${SUPPORTS}`,
        status: { state: isPass ? 'satisfied' : 'not-satisfied', reason: outcome },
      },
      'related-observations': observationsOf(run, checkId),
      ...(isPass ? {} : { 'related-risks': [{ 'risk-uuid': riskId(run, checkId) }] }),
    },
  ];
}

export function risks(run: ExportedRun, result: CheckResult) {
  const { checkId, title, outcome, remediation, severity, waiver } = result;
  if (outcome !== 'fail') return [];
  return [
    {
      uuid: riskId(run, checkId),
      title: markup(`${checkId}: ${title}`),
      description: 'What the check claims does not hold.',
      statement: markup(waiver === undefined ? 'Nobody has accepted it.' : waiverText(waiver)),
      props: [...property('severity', severity), ...waiverProperties(waiver)],
      status: waiver?.state === 'accepted' ? 'deviation-approved' : 'open',
      ...(waiver === undefined || waiver.state === 'expired'
        ? {}
        : { deadline: `${waiver.expires}T23:59:59Z` }),
      origins: originOf(run),
      remediations: [
        {
          uuid: idIn(run, 'remediation', checkId),
          lifecycle: 'recommendation',
          title: 'What to do',
          description: markup(remediation),
        },
      ],
      'related-observations': observationsOf(run, checkId),
    },
  ];
}

type Waiver = NonNullable<CheckResult['waiver']>;

const riskId = (run: ExportedRun, checkId: string) => idIn(run, 'risk', checkId);
const observationsOf = (run: ExportedRun, checkId: string) => [
  { 'observation-uuid': observationId(run, checkId) },
];

function waiverProperties(waiver: Waiver | undefined) {
  if (waiver === undefined) return [];
  return [
    ...property('waiver-state', waiver.state),
    ...property('waiver-approver-role', waiver.approverRole),
    ...property('waiver-expires', waiver.expires),
    ...property('waiver-ticket', waiver.ticket),
    ...(waiver.subjects ?? []).flatMap((subject) => property('waiver-subject', subject)),
  ];
}

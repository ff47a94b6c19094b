/** Whether what production rests on is still, or already, offered by its vendor for everybody's use. */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { type Environment, environmentShape, readEnvironments } from '../facts/environments.ts';
import { calledSource, isInternal, isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'SRC-08',
  version: 1,
  title: 'No deprecated or pre-release integration is used in production',
  area: 'sources',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every kind of source and destination that production uses supported?',
  motivation: 'Nobody repairs what is deprecated, and what is in beta may change or end without notice.',
  failsWhen:
    'A production source that is enabled, or an enabled destination of a source that is not known to be for tests, is of a kind whose status in the catalogue is one of failStatuses. It warns where it is one of warnStatuses.',
  indeterminateWhen:
    'Segment gave no status of a kind, or a kind with a status of failStatuses is used by a source of which nobody knows the environment.',
  remediation: 'Move to the integration that replaces it.',
  falsePositives: 'None is known. A company’s own functions have private statuses and are left out.',
  reads: ['sources', 'destinations'],
  params: z.strictObject({
    ...environmentShape,
    failStatuses: z
      .array(z.string())
      .default(['DEPRECATED', 'UNAVAILABLE'])
      .describe('Statuses in the catalogue that production must not use.'),
    warnStatuses: z
      .array(z.string())
      .default(['PRIVATE_BETA', 'PUBLIC_BETA', 'PRIVATE_BUILDING', 'PRIVATE_SUBMITTED'])
      .describe('Statuses in the catalogue at which somebody should look.'),
  }),
  controls: {
    soc2: ['CC7.1', 'CC9.2'],
    iso27001: ['A.5.22', 'A.8.8'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: [],
    nist80053: ['SA-22', 'CM-8'],
    nistcsf: ['ID.AM-08', 'GV.SC-07'],
    pci: ['12.3.4'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const environments = await readEnvironments(run, params);
    for await (const record of run.records('sources')) {
      if (!isOn(record.data) || isInternal(record.data)) continue;
      judgeStatus(
        record,
        { ...params, resource: 'sources', environment: environments.get(record.id) },
        tally,
      );
    }
    for await (const record of run.records('destinations')) {
      if (!isOn(record.data)) continue;
      const environment = environments.get(textAt(record.data, 'sourceId') ?? '');
      // Any enabled destination receives data: only what is known to be for tests is left out.
      judgeStatus(
        record,
        { ...params, resource: 'destinations', environment: environment ?? 'production' },
        tally,
      );
    }
    return undefined;
  },
});

interface Used {
  readonly resource: 'sources' | 'destinations';
  readonly environment: Environment | undefined;
  readonly failStatuses: readonly string[];
  readonly warnStatuses: readonly string[];
}

function judgeStatus({ id, data }: StoredRecord, used: Used, tally: Tally): void {
  const { resource, environment, failStatuses, warnStatuses } = used;
  if (environment !== undefined && environment !== 'production') return;
  tally.saw();
  const subject = subjectOf(resource, id);
  const status = textAt(data, 'metadata.status');
  const kind = textAt(data, 'metadata.name') ?? textAt(data, 'metadata.slug') ?? 'its kind';
  if (status === null) tally.unknown(subject, `Segment gave no status of ${kind}.`);
  else if (failStatuses.includes(status)) {
    const detail = `${calledSource(data)} is of a kind that is ${status}: ${kind}.`;
    if (environment === undefined) tally.unknown(subject, `${detail} Nobody knows its environment.`);
    else tally.fail(subject, detail);
  } else if (warnStatuses.includes(status) && !isOwnFunction(data))
    tally.warn(subject, `${calledSource(data)} is of a kind that is ${status}: ${kind}.`);
}

/** Functions of the workspace stand in the catalogue as private kinds. */
function isOwnFunction(data: unknown): boolean {
  const slug = textAt(data, 'metadata.slug') ?? '';
  const isPrivate = (textAt(data, 'metadata.status') ?? '').startsWith('PRIVATE_');
  return isPrivate && (slug === 'private' || slug.startsWith('custom-'));
}

/**
 * Whether each environment has a source of its own. What a source is called and how it is labelled must agree, and what is
 * sent from production must have a counterpart to which tests can be sent.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import {
  type Environment,
  type EnvironmentParams,
  environmentShape,
  familyOf,
  labelledEnvironment,
  namedEnvironment,
  tellsOf,
} from '../facts/environments.ts';
import { calledSource, isLibrary, isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

/** A source with which a company's own programs send. */
interface Sender {
  readonly id: string;
  readonly called: string;
  readonly family: string;
  readonly environment: Environment | undefined;
  readonly isNamed: boolean;
}

export const check = toCheck({
  id: 'SRC-02',
  version: 1,
  title: 'Development, staging and production are separate sources',
  area: 'sources',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does each environment send through a source of its own?',
  motivation:
    'Where tests share a source with production, test data is taken for customers’ data, and a key that developers hold can write into production.',
  failsWhen:
    'The name of a source says one environment and its label another; or a source that is production by its name has no source of the same name for another environment. It warns where only the label says production, since the other source may then have another name.',
  notApplicableWhen: 'There are fewer than two sources.',
  indeterminateWhen: 'Neither a label nor the name of a source says which environment it is.',
  remediation: 'Create one source per environment, each with write keys of its own, and label each.',
  falsePositives: 'A product is tested in another workspace; a word in a name means something else.',
  reads: ['sources'],
  params: z.strictObject(environmentShape),
  controls: {
    soc2: ['CC6.1', 'CC8.1'],
    iso27001: ['A.8.31'],
    iso27701: [],
    gdpr: ['Art.25', 'Art.32'],
    hipaa: ['164.308(a)(1)(ii)(B)'],
    nist80053: ['CM-2', 'CM-4', 'SC-7'],
    nistcsf: ['PR.PS-01'],
    pci: ['6.5.3', '6.5.5'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const senders: Sender[] = [];
    let count = 0;
    for await (const record of run.records('sources')) {
      count += 1;
      tally.saw();
      findContradiction(record, params, tally);
      if (isOn(record.data) && isLibrary(record.data)) senders.push(toSender(record, params));
    }
    if (count < 2 && run.isWhole('sources'))
      return notApplicable('There are fewer than two sources: there is nothing to keep apart.');
    // In a list that was not read whole, the counterpart may still be.
    if (run.isWhole('sources')) findMissingCounterparts(senders, tally);
    return undefined;
  },
});

function findContradiction({ id, data }: StoredRecord, params: EnvironmentParams, tally: Tally): void {
  const labelled = labelledEnvironment(data, params);
  if (labelled === undefined) return;
  const subject = subjectOf('sources', id);
  const named = tellsOf(textAt(data, 'name') ?? '', params);
  const slugged = tellsOf(textAt(data, 'slug') ?? '', params);
  if (named?.isSure && named.environment !== labelled)
    tally.fail(
      subject,
      `${calledSource(data)} is labelled ${labelled}, and its name says ${named.environment}.`,
    );
  else if (slugged?.isSure && slugged.environment !== labelled)
    tally.warn(
      subject,
      `${calledSource(data)} is labelled ${labelled}, and its slug says ${slugged.environment}.`,
    );
}

function toSender({ id, data }: StoredRecord, params: EnvironmentParams): Sender {
  const named = namedEnvironment(data, params);
  const text = textAt(data, 'name')?.trim() || (textAt(data, 'slug') ?? '');
  return {
    id,
    called: calledSource(data),
    family: familyOf(text, params),
    environment: labelledEnvironment(data, params) ?? named?.environment,
    isNamed: named?.isSure === true,
  };
}

function findMissingCounterparts(senders: readonly Sender[], tally: Tally): void {
  const inFamily = (is: (environment: Environment | undefined) => boolean) =>
    new Set(senders.filter(({ environment }) => is(environment)).map(({ family }) => family));
  const counterparts = inFamily(isOther);
  const untold = inFamily((environment) => environment === undefined);
  for (const { id, called, family, environment, isNamed } of senders) {
    const subject = subjectOf('sources', id);
    const detail = `${called} is production, and there is no source of the same name for tests.`;
    if (environment === undefined)
      tally.unknown(subject, `Neither a label nor the name tells which environment ${called} is of.`);
    else if (environment !== 'production' || counterparts.has(family) || untold.has(family)) continue;
    else if (isNamed) tally.fail(subject, detail);
    else tally.warn(subject, `${detail} It may have another name.`);
  }
}

const isOther = (environment: Environment | undefined): boolean =>
  environment !== undefined && environment !== 'production';

/**
 * Whether each stored credential is used in one environment only, is used at all, and was renewed not long ago. The environment of a
 * warehouse is that of the sources that write into it, where they are all of one.
 */
import * as z from 'zod';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import {
  type Environment,
  type EnvironmentParams,
  environmentShape,
  readEnvironments,
} from '../facts/environments.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'WH-03',
  version: 1,
  title: 'Stored credentials are of one environment, used and renewed',
  area: 'warehouses',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every stored credential in use, in one environment only, and renewed not long ago?',
  motivation: 'A credential that tests share with production opens production to everybody who may test.',
  failsWhen:
    'A credential is used by production and by another environment, or by nothing, or has not been changed for more than maxCredentialAgeDays.',
  indeterminateWhen:
    'Segment does not say when a credential was changed, or what uses it was not read whole.',
  remediation:
    'Give each environment a credential of its own, renew old ones, and delete those that nothing uses.',
  falsePositives: 'A mere change of name counts too: the secret itself may be older.',
  reads: ['credentials', 'credential-consumers', 'sources', 'warehouse-sources'],
  params: z.strictObject({
    ...environmentShape,
    maxCredentialAgeDays: z.int().min(1).default(365).describe('Most days since a credential was changed.'),
  }),
  controls: {
    soc2: ['CC6.1'],
    iso27001: ['A.5.17'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(d)'],
    nist80053: ['IA-5', 'SC-12'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.6.3', '7.2.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const uses = await readUses(run, params);
    const areUsesWhole = run.isReadable('credential-consumers') && run.isWhole('credential-consumers');
    for await (const { id, data } of run.records('credentials')) {
      tally.saw();
      const subject = subjectOf('credentials', id);
      const days = daysBetween(textAt(data, 'updatedAt'), run.countedTo);
      const [faults, open]: [string[], string[]] = [[], []];
      if (days === null) open.push('Segment does not say when it was changed.');
      else if (days > params.maxCredentialAgeDays)
        faults.push(
          `It was not changed for ${days} days; at most ${params.maxCredentialAgeDays} are allowed.`,
        );
      const found = uses.get(id);
      if (found === undefined && areUsesWhole) faults.push('Nothing uses it.');
      else if (found === undefined) open.push('What uses it was not read whole.');
      else if (found.has('production') && found.size > 1)
        faults.push(`It is used in ${[...found].sort().join(' and ')}.`);
      if (faults.length > 0) tally.fail(subject, faults.join(' '));
      else if (open.length > 0) tally.unknown(subject, open.join(' '));
    }
    return undefined;
  },
});

/** By credential that something uses: the environments of what uses it, where they are known. */
async function readUses(
  run: CheckedRun,
  params: EnvironmentParams,
): Promise<ReadonlyMap<string, ReadonlySet<Environment>>> {
  const ofSource = await readEnvironments(run, params);
  const ofWarehouse = new Map<string, Set<Environment | undefined>>();
  for await (const { data, parent } of run.records('warehouse-sources')) {
    const warehouseId = parent?.['warehouseId'] ?? '';
    const known = ofWarehouse.get(warehouseId) ?? new Set();
    ofWarehouse.set(warehouseId, known.add(ofSource.get(textAt(data, 'id') ?? '')));
  }
  const uses = new Map<string, Set<Environment>>();
  for await (const { data, parent } of run.records('credential-consumers')) {
    const [credentialId, id] = [parent?.['credentialId'] ?? '', textAt(data, 'id') ?? ''];
    const ofIt = textAt(data, 'kind') === 'warehouse' ? ofWarehouse.get(id) : new Set([ofSource.get(id)]);
    const [environment] = ofIt?.size === 1 ? ofIt : [];
    const known = uses.get(credentialId) ?? new Set();
    uses.set(credentialId, environment === undefined ? known : known.add(environment));
  }
  return uses;
}

/** What normalising and withholding need, with everything they report to within reach of a test. */
import * as z from 'zod';
import { defineResource, type ResourceDefinition } from '../../schemas/resource.ts';
import { DriftTally } from '../../src/evidence/drift.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { createNormaliser, type NormaliseContext } from '../../src/evidence/normalise.ts';
import { RedactionTally } from '../../src/evidence/redact.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';

export const KEY = Buffer.from('a fingerprint key for unit tests');
export const fingerprints = createFingerprinter(KEY);

/** A resource `things` whose records have these fields. */
export function thingsOf(
  fields: z.ZodRawShape,
  changes: Partial<ResourceDefinition> = {},
): ResourceDefinition {
  const base = defineResource({
    name: 'things',
    schemaVersion: 1,
    purpose: 'Things for tests.',
    operationId: 'listThings',
    path: '/things',
    shape: 'list',
    key: 'things',
    role: 'any valid token',
    id: [{ from: 'data', field: 'id' }],
    record: z.object({ id: z.string(), ...fields }),
  });
  return { ...base, ...changes };
}

/** A fresh context for one resource of one run. */
export function contextOf(definition: ResourceDefinition = thingsOf({})): NormaliseContext {
  return {
    definition,
    fingerprints,
    secrets: new SecretSet(),
    tally: new RedactionTally(definition.name),
    drift: new DriftTally(),
  };
}

/** Normalises one record of a resource with these fields, and hands back everything that came of it. */
export function normaliseOne(
  fields: z.ZodRawShape,
  record: unknown,
  changes: Partial<ResourceDefinition> = {},
) {
  const context = contextOf(thingsOf(fields, changes));
  const normalised = createNormaliser(context)(record);
  const line = JSON.parse(normalised.line) as { id: string; data: Record<string, unknown> };
  return {
    ...normalised,
    data: line.data,
    redactions: context.tally.lines(),
    drift: context.drift.lines(() => false),
    secrets: context.secrets,
  };
}

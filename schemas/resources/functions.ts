import * as z from 'zod';
import { catalogue, identifier, openEnum, personId, program, secret, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

const setting = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  type: openEnum('ARRAY', 'BOOLEAN', 'STRING', 'TEXT_MAP'),
  required: z.boolean(),
  sensitive: z.boolean(),
});

export const functions = defineResource({
  name: 'functions',
  schemaVersion: 2,
  purpose: 'Which custom code handles customer data, who made it, and whether it has changed.',
  operationId: 'listFunctions',
  path: '/functions',
  shape: 'list',
  key: 'functions',
  variants: {
    param: 'resourceType',
    values: ['DESTINATION', 'INSERT_DESTINATION', 'INSERT_SOURCE', 'INSERT_TRANSFORMATION', 'SOURCE'],
  },
  detail: {
    operationId: 'getFunction',
    path: '/functions/{functionId}',
    key: 'function',
    param: 'functionId',
    whenMissing: 'code',
  },
  feature: 'functions',
  role: 'Function Read-only on all functions',
  auditedAs: { name: ['Function', 'Source Function', 'Destination Function', 'Insert Function'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    resourceType: openEnum(
      'DESTINATION',
      'INSERT_DESTINATION',
      'INSERT_SOURCE',
      'INSERT_TRANSFORMATION',
      'SOURCE',
    ).optional(),
    displayName: z.string().optional(),
    description: z.string().optional(),
    createdAt: z.string().optional(),
    createdBy: personId().optional(),
    deployedAt: z.string().nullable().optional(),
    isLatestVersion: z.boolean().optional(),
    code: program().optional(),
    settings: setOf(setting).optional(),
    batchMaxCount: z.number().optional(),
    buildpack: identifier().optional(),
    catalogId: identifier().optional(),
    logoUrl: catalogue().optional(),
    // Anyone who knows this address can send to the function.
    previewWebhookUrl: secret('segment/setting').optional(),
  }),
  goneBy: ['Function Deleted'],
});

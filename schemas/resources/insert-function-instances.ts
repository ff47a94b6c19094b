import * as z from 'zod';
import { identifier, sealed, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const insertFunctionInstances = defineResource({
  name: 'insert-function-instances',
  schemaVersion: 1,
  purpose: 'Where custom code is inserted between a source and a destination, and with which settings.',
  operationId: 'listInsertFunctionInstances',
  path: '/insert-function-instances',
  shape: 'list',
  key: 'instances',
  parent: {
    resource: 'functions',
    param: 'functionId',
    where: {
      field: 'resourceType',
      in: ['INSERT_DESTINATION', 'INSERT_SOURCE', 'INSERT_TRANSFORMATION'],
    },
  },
  feature: 'functions',
  whereOffered: true,
  stability: 'alpha',
  role: 'Function Read-only on all functions',
  auditedAs: { name: ['Insert Function Instance'], also: ['Function', 'Insert Function'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string().optional(),
    integrationId: identifier(),
    classId: identifier(),
    enabled: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
    settings: settings(),
    encryptedSettings: sealed(),
  }),
});

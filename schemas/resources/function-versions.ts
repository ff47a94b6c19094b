import * as z from 'zod';
import { identifier, program } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const functionVersions = defineResource({
  name: 'function-versions',
  schemaVersion: 1,
  purpose: 'Who wrote which version of custom code, when it was deployed, and which one runs.',
  operationId: 'listFunctionVersions',
  path: '/functions/{functionId}/versions',
  shape: 'list',
  key: 'versions',
  parent: { resource: 'functions', param: 'functionId' },
  detail: {
    operationId: 'getFunctionVersion',
    path: '/functions/{functionId}/versions/{versionId}',
    key: 'version',
    param: 'versionId',
    whenMissing: 'code',
  },
  feature: 'functions',
  whereOffered: true,
  stability: 'alpha',
  role: 'Function Read-only on all functions',
  auditedAs: { also: ['Function', 'Source Function', 'Destination Function', 'Insert Function'] },
  id: [
    { from: 'parent', field: 'functionId' },
    { from: 'data', field: 'id' },
  ],
  record: z.object({
    id: identifier(),
    author: identifier().optional(),
    code: program().optional(),
    isDeployed: z.boolean().optional(),
    createdAt: z.string().optional(),
    updatedAt: z.string().optional(),
    deployedAt: z.string().optional(),
  }),
});

import * as z from 'zod';
import { condition, identifier, openEnum, secret, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

const hashing = z.object({
  algorithm: z.string(),
  key: secret('segment/setting').optional(),
  encoding: openEnum('BASE16', 'BASE64', 'BASE64URL', 'HEX').optional(),
  paths: setOf(z.string()),
});

export const transformations = defineResource({
  name: 'transformations',
  schemaVersion: 1,
  purpose: 'What is renamed, dropped or hashed on its way to a destination.',
  operationId: 'listTransformations',
  path: '/transformations',
  shape: 'list',
  key: 'transformations',
  feature: 'protocols',
  role: 'Tracking Plan Read-only',
  auditedAs: { name: ['Transformation'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string(),
    sourceId: identifier(),
    destinationMetadataId: identifier().optional(),
    enabled: z.boolean(),
    if: condition(),
    drop: z.boolean().optional(),
    newEventName: z.string().optional(),
    propertyDrops: setOf(z.string()).optional(),
    propertyRenames: z.array(z.object({ oldName: z.string(), newName: z.string() })).optional(),
    propertyValueTransformations: z
      .array(z.object({ propertyPaths: setOf(z.string()), propertyValue: condition() }))
      .optional(),
    fqlDefinedProperties: z.array(z.object({ fql: condition(), propertyName: z.string() })).optional(),
    allowProperties: setOf(z.string()).optional(),
    hashPropertiesConfiguration: hashing.optional(),
  }),
  references: [{ field: 'sourceId', in: 'data', to: 'sources' }],
  goneBy: ['Transformation Deleted', 'Source Deleted'],
});

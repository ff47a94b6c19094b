/**
 * The shapes the simulator serves about tracking plans, functions, privacy requests, spaces
 * and the audit trail, after Segment's read API, with what real bodies have beyond its document (`workspaceId`,
 * `propertyDrops`, `buildpack`, `resourceSchemaId`). Writable on purpose, as in records.ts.
 */

export interface TrackingPlan {
  id: string;
  resourceSchemaId?: string;
  name?: string;
  slug?: string;
  description?: string;
  type: 'ENGAGE' | 'LIVE' | 'PROPERTY_LIBRARY' | 'RULE_LIBRARY' | 'TEMPLATE';
  updatedAt?: string;
  createdAt?: string;
}

export interface Rule {
  type: 'COMMON' | 'GROUP' | 'IDENTIFY' | 'PAGE' | 'SCREEN' | 'TRACK';
  key?: string;
  jsonSchema: unknown;
  version: number;
  createdAt?: string;
  updatedAt?: string;
  deprecatedAt?: string;
}

export interface Transformation {
  id: string;
  workspaceId?: string;
  name: string;
  sourceId: string;
  destinationMetadataId?: string;
  enabled: boolean;
  if: string;
  drop?: boolean;
  newEventName?: string;
  propertyDrops?: string[];
  propertyRenames?: { oldName: string; newName: string }[];
  propertyValueTransformations?: { propertyPaths: string[]; propertyValue: string }[];
  fqlDefinedProperties?: { fql: string; propertyName: string }[];
  allowProperties?: string[];
  hashPropertiesConfiguration?: {
    algorithm: string;
    key?: string;
    encoding?: 'BASE16' | 'BASE64' | 'BASE64URL' | 'HEX';
    paths: string[];
  };
}

export interface Credential {
  id: string;
  workspaceId: string;
  name: string;
  settings: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

export type FunctionType =
  | 'DESTINATION'
  | 'INSERT_DESTINATION'
  | 'INSERT_SOURCE'
  | 'INSERT_TRANSFORMATION'
  | 'SOURCE';

export interface CustomFunction {
  id: string;
  workspaceId?: string;
  resourceType: FunctionType;
  createdAt: string;
  createdBy: string;
  code: string;
  deployedAt: string | null;
  settings: {
    name: string;
    label: string;
    description: string;
    type: 'ARRAY' | 'BOOLEAN' | 'STRING' | 'TEXT_MAP';
    required: boolean;
    sensitive: boolean;
  }[];
  displayName: string;
  description: string;
  logoUrl?: string;
  previewWebhookUrl?: string;
  buildpack?: string;
  batchMaxCount?: number;
  catalogId?: string;
  isLatestVersion: boolean;
}

export interface FunctionVersion {
  id: string;
  author?: string;
  code: string;
  isDeployed?: boolean;
  createdAt?: string;
  updatedAt?: string;
  deployedAt?: string;
}

export interface InsertFunctionInstance {
  id: string;
  name?: string;
  integrationId: string;
  classId: string;
  enabled: boolean;
  createdAt: string;
  updatedAt: string;
  settings: Record<string, unknown>;
  encryptedSettings: Record<string, unknown>;
}

export type RegulationStatus =
  | 'FAILED'
  | 'FINISHED'
  | 'INITIALIZED'
  | 'INVALID'
  | 'NOT_SUPPORTED'
  | 'PARTIAL_SUCCESS'
  | 'RUNNING';

export interface Regulation {
  id: string;
  subjectType: string;
  subjects: string[];
  status: RegulationStatus;
  createdAt: string;
  regulationType: string;
  finishedAt?: string;
}

export interface Suppression {
  subjectType: string;
  subjectIds: string[];
}

export interface ReverseEtlModel {
  id: string;
  sourceId: string;
  name: string;
  description: string;
  enabled: boolean;
  query: string;
  queryIdentifierColumn: string;
}

export interface Space {
  id: string;
  slug: string;
  name: string;
}

export interface SpaceFilter {
  id: string;
  workspaceId: string;
  integrationId: string;
  enabled?: boolean;
  name?: string;
  description?: string;
  if?: string;
  drop?: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface AudienceSchedule {
  id: string;
  strategy: 'PERIODIC' | 'SPECIFIC_DAYS';
  config: Record<string, unknown> | null;
  nextExecution?: string;
}

export interface Audience {
  id: string;
  spaceId: string;
  name: string;
  description?: string;
  key: string;
  enabled: boolean;
  definition: { targetEntity?: string | null; query: string } | null;
  status?: string;
  createdBy: string;
  updatedBy: string;
  createdAt: string;
  updatedAt: string;
  audienceType: 'ACCOUNTS' | 'LINKED' | 'USERS';
  computeCadence: { type: 'BATCH' | 'REALTIME' };
  size?: { count?: number; type: 'ACCOUNTS' | 'ENTITIES' | 'USERS'; uniqueCount?: number };
  options?: {
    filterByExternalIds: string[];
    includeHistoricalData?: boolean;
    backfillEventDataDays?: number;
  };
  /** Served only when asked for with `include=schedules`. */
  schedules?: AudienceSchedule[];
}

export interface ComputedTrait {
  id: string;
  spaceId: string;
  name: string;
  description?: string;
  key: string;
  enabled: boolean;
  definition: { query: string; type: 'ACCOUNTS' | 'USERS' } | null;
  status?: string;
  createdBy: string;
  updatedBy: string;
  createdAt: string;
  updatedAt: string;
  options?: {
    includeHistoricalData?: boolean;
    includeAnonymousUsers?: boolean;
    backfillDurationDays?: number;
  };
}

export interface AuditEvent {
  id: string;
  timestamp: string;
  type: string;
  actor: string;
  actorEmail?: string;
  resourceId: string;
  resourceType: string;
  resourceName: string;
}

/**
 * The shapes the simulator serves about people, sources, destinations and warehouses,
 * after Segment's read API (test/contract/segment-read-api.openapi.json is the judge).
 * Fields are writable on purpose: a test may edit the world while it is being served.
 */

export interface Label {
  key: string;
  value: string;
  description?: string;
}

export type ResourceType = 'FUNCTION' | 'SOURCE' | 'SPACE' | 'WAREHOUSE' | 'WORKSPACE';

export interface PermissionResource {
  id: string;
  type: ResourceType;
  labels?: Label[];
}

export interface Permission {
  roleId: string;
  roleName: string;
  resources: PermissionResource[];
  labels?: Label[];
}

export interface Role {
  id: string;
  name: string;
  description: string;
}

export interface User {
  id: string;
  name: string;
  email: string;
  permissions?: Permission[];
}

export interface UserGroup {
  id: string;
  name: string;
  memberCount: number;
  permissions?: Permission[];
}

export interface Logos {
  default: string;
  mark?: string | null;
  alt?: string | null;
}

export interface CatalogueOption {
  name: string;
  type: string;
  required: boolean;
  description?: string;
  defaultValue?: unknown;
  label?: string;
}

export type CatalogueStatus =
  | 'DEPRECATED'
  | 'PRIVATE_BETA'
  | 'PRIVATE_BUILDING'
  | 'PRIVATE_SUBMITTED'
  | 'PUBLIC'
  | 'PUBLIC_BETA'
  | 'UNAVAILABLE';

export interface SourceMetadata {
  id: string;
  name: string;
  slug: string;
  description: string;
  logos: Logos;
  options: CatalogueOption[];
  categories: string[];
  isCloudEventSource: boolean;
  status: CatalogueStatus;
  partnerOwned?: boolean;
}

export interface Source {
  id: string;
  slug: string;
  name?: string;
  metadata: SourceMetadata;
  workspaceId: string;
  enabled: boolean;
  writeKeys: string[];
  settings?: Record<string, unknown>;
  labels: Label[];
}

export interface SourceSettings {
  track?: {
    allowUnplannedEvents?: boolean;
    allowUnplannedEventProperties?: boolean;
    allowEventOnViolations?: boolean;
    allowPropertiesOnViolations?: boolean;
    commonEventOnViolations?: 'ALLOW' | 'BLOCK' | 'OMIT_PROPERTIES';
  };
  identify?: TraitSettings;
  group?: TraitSettings;
  forwardingViolationsTo?: string;
  forwardingBlockedEventsTo?: string;
}

export interface TraitSettings {
  allowUnplannedTraits?: boolean;
  allowTraitsOnViolations?: boolean;
  commonEventOnViolations?: 'ALLOW' | 'BLOCK' | 'OMIT_TRAITS';
}

export interface DestinationAction {
  id: string;
  slug: string;
  name: string;
  description: string;
  platform: 'CLOUD' | 'MOBILE' | 'WEB';
  hidden: boolean;
  defaultTrigger: string | null;
  fields: DestinationActionField[];
}

export interface DestinationActionField {
  id: string;
  sortOrder: number;
  fieldKey: string;
  label: string;
  type: 'BOOLEAN' | 'DATETIME' | 'HIDDEN' | 'INTEGER' | 'NUMBER' | 'OBJECT' | 'PASSWORD' | 'STRING' | 'TEXT';
  description: string;
  required: boolean;
  multiple: boolean;
  dynamic: boolean;
  allowNull: boolean;
}

export interface DestinationMetadata {
  id: string;
  name: string;
  description: string;
  slug: string;
  logos: Logos;
  options: CatalogueOption[];
  status: CatalogueStatus;
  previousNames: string[];
  categories: string[];
  website: string;
  components: {
    type: 'ANDROID' | 'BROWSER' | 'IOS' | 'SERVER';
    code: string;
    owner?: 'PARTNER' | 'SEGMENT';
  }[];
  supportedFeatures: Record<string, string | boolean>;
  supportedMethods: Record<string, boolean>;
  supportedPlatforms: Record<string, boolean>;
  actions: DestinationAction[];
  presets: { actionId: string; name: string; fields: Record<string, unknown>; trigger: string }[];
  contacts?: { name?: string; email: string; role?: string; isPrimary?: boolean }[];
  partnerOwned?: boolean;
  supportedRegions?: string[];
  regionEndpoints?: string[];
}

export interface Destination {
  id: string;
  name?: string;
  enabled: boolean;
  metadata: DestinationMetadata;
  sourceId: string;
  settings: Record<string, unknown>;
}

export interface DestinationFilter {
  id: string;
  sourceId: string;
  destinationId: string;
  if: string;
  actions: {
    type: 'ALLOW_PROPERTIES' | 'DROP' | 'DROP_PROPERTIES' | 'SAMPLE';
    fields?: Record<string, unknown>;
    percent?: number;
    path?: string;
  }[];
  title: string;
  description?: string;
  enabled: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface DestinationSubscription {
  id: string;
  name: string;
  actionId: string;
  actionSlug: string;
  destinationId: string;
  enabled: boolean;
  settings: Record<string, unknown>;
  trigger: string;
  modelId?: string;
  reverseETLSchedule?: { strategy: string; config?: Record<string, unknown> | null };
}

export interface WarehouseMetadata {
  id: string;
  name: string;
  slug: string;
  description: string;
  logos: Logos;
  options: CatalogueOption[];
}

export interface Warehouse {
  id: string;
  metadata: WarehouseMetadata;
  workspaceId: string;
  enabled: boolean;
  settings: Record<string, unknown>;
}

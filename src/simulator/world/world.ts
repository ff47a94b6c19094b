/**
 * The world: the fictional company's whole Segment workspace as plain data, served as it is.
 * Tests may edit any of it while it is served; the simulator never writes to it, except for adding
 * audit events as its clock moves on.
 */
import type {
  Audience,
  AuditEvent,
  ComputedTrait,
  Credential,
  CustomFunction,
  FunctionVersion,
  InsertFunctionInstance,
  Regulation,
  ReverseEtlModel,
  Rule,
  Space,
  SpaceFilter,
  Suppression,
  TrackingPlan,
  Transformation,
} from './policy-records.ts';
import type {
  Destination,
  DestinationFilter,
  DestinationSubscription,
  Label,
  Role,
  Source,
  SourceSettings,
  User,
  UserGroup,
  Warehouse,
} from './records.ts';

export interface WorkspaceRecord {
  id: string;
  slug: string;
  name: string;
}

/** Lists by what the API calls them; records that belong to a parent are kept under the parent's id. */
export interface World {
  readonly seed: number;
  /** The day lasting things are dated back from; see calendar.ts. */
  readonly anchor: Date;
  workspace: WorkspaceRecord;
  roles: Role[];
  labels: Label[];
  users: User[];
  groups: UserGroup[];
  /** User ids of a group; `memberCount` on the group is not derived from it. */
  groupMembers: Record<string, string[]>;
  /** E-mail addresses invited to a group. */
  groupInvites: Record<string, string[]>;
  /** E-mail addresses invited to the workspace. */
  invites: string[];
  sources: Source[];
  sourceSettings: Record<string, SourceSettings>;
  /** The tracking plan a source is connected to, by source id. */
  sourcePlans: Record<string, string>;
  destinations: Destination[];
  destinationFilters: DestinationFilter[];
  destinationSubscriptions: DestinationSubscription[];
  trackingPlans: TrackingPlan[];
  /** Rules written out; a plan that is not here has `generatedRules` of them, made as they are asked for. */
  planRules: Record<string, Rule[]>;
  generatedRules: Record<string, number>;
  transformations: Transformation[];
  warehouses: Warehouse[];
  /** Source ids connected to a warehouse. */
  warehouseSources: Record<string, string[]>;
  credentials: Credential[];
  credentialConsumers: Record<string, { warehouseIds: string[]; sourceIds: string[] }>;
  functions: CustomFunction[];
  functionVersions: Record<string, FunctionVersion[]>;
  /** Instances by `classId`, the id of their function. */
  insertFunctionInstances: InsertFunctionInstance[];
  reverseEtlModels: ReverseEtlModel[];
  spaces: Space[];
  /** Filters by `integrationId`, the id of their space. */
  spaceFilters: SpaceFilter[];
  audiences: Audience[];
  computedTraits: ComputedTrait[];
  regulations: Regulation[];
  suppressions: Suppression[];
  /** Newest first. Grows as the server's clock moves on; see audit.ts. */
  auditEvents: AuditEvent[];
  /** Up to when the trail has been written. */
  auditedUntil: Date;
  readonly auditEventsPerDay: number;
}

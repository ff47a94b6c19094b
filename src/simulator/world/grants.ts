/** Turns "this role on that part of the estate" into a permission that refers to resources by id. */
import type { Permission, PermissionResource } from './records.ts';
import { grant, type RoleName } from './roles.ts';
import type { Environment } from './sources.ts';

interface WithId {
  readonly id: string;
}

/** What there is to be granted. */
export interface Estate {
  readonly workspace: WithId;
  readonly sources: readonly WithId[];
  readonly spaces: readonly WithId[];
  readonly warehouses: readonly WithId[];
  readonly functions: readonly WithId[];
}

export interface AccessPlan {
  readonly role: RoleName;
  readonly on: 'workspace' | `${Environment}-sources` | 'some-sources' | 'space' | 'warehouse' | 'functions';
  /** Where in the list of sources to start, for `some-sources`. */
  readonly pick?: number;
}

/** Returns the permission; one on a kind of thing the workspace has none of covers the workspace. */
export function grantsOf(plan: AccessPlan, estate: Estate): Permission {
  const resources = resourcesOf(plan, estate);
  return grant(plan.role, resources.length > 0 ? resources : [everything(estate)]);
}

function everything({ workspace }: Estate): PermissionResource {
  return { id: workspace.id, type: 'WORKSPACE', labels: [] };
}

function resourcesOf(plan: AccessPlan, estate: Estate): PermissionResource[] {
  switch (plan.on) {
    case 'workspace':
      return [everything(estate)];
    case 'production-sources':
    case 'staging-sources':
    case 'development-sources':
      return [
        {
          ...everything(estate),
          labels: [{ key: 'environment', value: plan.on.slice(0, -'-sources'.length) }],
        },
      ];
    case 'some-sources': {
      const start = (plan.pick ?? 0) % Math.max(1, estate.sources.length);
      return estate.sources
        .slice(start, start + 2)
        .map(({ id }) => ({ id, type: 'SOURCE' as const, labels: [] }));
    }
    case 'space':
      return estate.spaces.slice(0, 1).map(({ id }) => ({ id, type: 'SPACE' as const, labels: [] }));
    case 'warehouse':
      return estate.warehouses.slice(0, 1).map(({ id }) => ({ id, type: 'WAREHOUSE' as const, labels: [] }));
    case 'functions':
      return estate.functions.slice(0, 3).map(({ id }) => ({ id, type: 'FUNCTION' as const, labels: [] }));
  }
}

/** Permissions of people and groups, in words, with names in place of ids. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { listAt, pairsOf, textAt } from './fields.ts';
import type { Names } from './names.ts';

export const OWNER = 'Workspace Owner';

/** What permissions may be about, and where its names are. */
export const NAMED_BY: Readonly<Record<string, string>> = {
  FUNCTION: 'functions',
  SOURCE: 'sources',
  SPACE: 'spaces',
  WAREHOUSE: 'warehouses',
};

/** What gives names to permissions. */
export const NAMING = ['roles', ...Object.values(NAMED_BY)] as const;

export interface GrantedResource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  /** Only what bears one of these, as `key=value`. */
  readonly labels?: readonly string[];
}

export interface Grant {
  readonly roleId: string;
  readonly role: string;
  readonly resources: readonly GrantedResource[];
  readonly labels?: readonly string[];
}

/** Returns what a record grants; undefined where its permissions were not given, which is not the same as none. */
export function grantsOf({ data }: StoredRecord, names: Names): readonly Grant[] | undefined {
  return listAt(data, 'permissions')?.map((permission) => {
    const roleId = textAt(permission, 'roleId') ?? '';
    return {
      roleId,
      role: textAt(permission, 'roleName') || names.of('roles', roleId) || roleId,
      resources: (listAt(permission, 'resources') ?? []).map((each) => resourceOf(each, names)),
      ...labelsOf(permission),
    };
  });
}

function resourceOf(given: unknown, names: Names): GrantedResource {
  const [type, id] = [textAt(given, 'type') ?? '', textAt(given, 'id') ?? ''];
  const name = names.of(NAMED_BY[type] ?? '', id);
  return { type, id, ...(name === undefined ? {} : { name }), ...labelsOf(given) };
}

function labelsOf(given: unknown): { readonly labels?: readonly string[] } {
  const labels = pairsOf(listAt(given, 'labels'));
  return labels.length === 0 ? {} : { labels };
}

/**
 * Returns a grant as a reviewer's workbook has it: `Source Admin on SOURCE Web`. These words are a part of the format of reviews:
 * they stay as they are.
 */
export const grantText = (grant: Grant): string => granted(grant, (type) => type);

/** How people call what permissions are about; what is not known here is called as Segment calls it. */
export const CALLED: Readonly<Record<string, string>> = {
  FUNCTION: 'function',
  SOURCE: 'source',
  SPACE: 'space',
  WAREHOUSE: 'warehouse',
  WORKSPACE: 'the whole workspace',
};

/** Returns a grant in words: `Source Admin on source Web`, `Source Admin on the whole workspace with label env=prod`. */
export const grantWords = (grant: Grant): string =>
  granted(grant, (type) => (Object.hasOwn(CALLED, type) ? CALLED[type] : undefined) ?? type);

function granted({ role, resources, labels }: Grant, called: (type: string) => string): string {
  const on = resources.map(({ type, id, name, labels: own }) => {
    return (type === 'WORKSPACE' ? called(type) : `${called(type)} ${name ?? id}`) + labelText(own);
  });
  return `${role}${on.length === 0 ? '' : ` on ${on.join(', ')}`}${labelText(labels)}`;
}

const labelText = (labels: readonly string[] = []) =>
  labels.length === 0 ? '' : ` with label ${labels.join(' & ')}`;

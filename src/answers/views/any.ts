/** The view of a resource that has none of its own: each record with the fields that its schema names, a column each. */
import { type FlatField, flatFieldsOf } from '../../../schemas/flat-fields.ts';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { parentFields } from '../../../schemas/place.ts';
import { parentsOf, type ResourceDefinition } from '../../../schemas/resource.ts';
import { canonical } from '../../evidence/canonical.ts';
import { at, flagAt, listAt, numberAt } from '../../evidence/records/fields.ts';
import type { Cell, CellKind } from '../table.ts';
import { sql } from './fields-sql.ts';
import { eachRecordOf, type FlatColumn, flatView } from './flat.ts';
import type { View } from './view.ts';

/** Returns the view of any resource. */
export function viewOfAny(definition: ResourceDefinition): View {
  const { name, purpose } = definition;
  return flatView<StoredRecord, undefined>({
    name,
    question: `Which ${name} were there? ${purpose}`,
    noun: [`record of ${name}`, `records of ${name}`],
    inputs: [{ resource: name, gives: 'rows' }],
    columns: columnsOf(definition),
    tallies: [],
    join: async () => undefined,
    ...eachRecordOf(name),
    sql: () => ({ from: name.replaceAll('-', '_'), order: 'n' }),
  });
}

type AnyColumn = FlatColumn<StoredRecord, undefined>;

function columnsOf(definition: ResourceDefinition): readonly AnyColumn[] {
  const parents = [...new Set(parentsOf(definition).flatMap(parentFields))];
  const fields = flatFieldsOf(definition.record);
  return [
    { key: 'id', title: 'Id', kind: 'text', of: ({ id }) => id, sql: 'id' },
    ...parents.map((member) => parentColumn(member)),
    ...fields.map((field) => fieldColumn(field, parents)),
    othersColumn(definition),
  ];
}

function parentColumn(member: string): AnyColumn {
  return {
    key: keyOf(member),
    title: titleOf(member),
    kind: 'text',
    of: ({ parent }) => parent?.[member] ?? null,
    sql: `parent->>'$."${member}"'`,
  };
}

const KINDS: Readonly<Record<FlatField['kind'], CellKind>> = {
  text: 'text',
  json: 'text',
  number: 'count',
  flag: 'flag',
  texts: 'list',
};

function fieldColumn({ path, kind }: FlatField, parents: readonly string[]): AnyColumn {
  const key = keyOf(path);
  return {
    key: parents.map(keyOf).includes(key) ? `own_${key}` : key,
    title: titleOf(path),
    kind: KINDS[kind],
    of: ({ data }) => CELLS[kind](data, path),
    sql: SQL[kind](path),
  };
}

const CELLS: Readonly<Record<FlatField['kind'], (data: unknown, path: string) => Cell>> = {
  text: (data, path) => scalar(at(data, path)),
  json: (data, path) => scalar(at(data, path)),
  number: numberAt,
  flag: flagAt,
  texts: (data, path) => listAt(data, path)?.flatMap((each) => scalar(each) ?? []) ?? null,
};

const textSql = (path: string) => `data->>'$.${quoted(path)}'`;

const SQL: Readonly<Record<FlatField['kind'], (path: string) => string>> = {
  text: textSql,
  json: textSql,
  number: (path) => sql.number(path),
  flag: (path) => sql.flag(path),
  texts: (path) =>
    `list_filter(list_transform(${sql.list(path)}, lambda l: l->>'$'), lambda l: l IS NOT NULL)`,
};

const quoted = (path: string) =>
  path
    .split('.')
    .map((name) => `"${name}"`)
    .join('.');

/** Returns a text as it is, and anything else as the JSON that was sealed. */
function scalar(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : canonical(value);
}

/** What no schema names was sealed all the same, as type and fingerprint. */
function othersColumn({ record }: ResourceDefinition): AnyColumn {
  const known = ['id', ...Object.keys(record.shape)];
  const nothing = Object.fromEntries(known.map((name) => [name, null]));
  return {
    key: 'other_fields',
    title: 'Other fields',
    kind: 'text',
    of: ({ data }) => {
      const others = Object.entries(data).filter(([name]) => !known.includes(name));
      return others.length === 0 ? null : canonical(Object.fromEntries(others));
    },
    sql: `nullif(json_merge_patch(data, ${sql.literal(JSON.stringify(nothing))}::JSON)::VARCHAR, '{}')`,
  };
}

/** `metadata.isCloudEventSource` is `metadata_is_cloud_event_source`. */
function keyOf(path: string): string {
  return path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toLowerCase();
}

function titleOf(path: string): string {
  const words = keyOf(path).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

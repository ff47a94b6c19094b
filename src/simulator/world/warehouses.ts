/** Warehouses, the credentials shared with them, and the models that read data back out of them. */
import { createRandom, cycled, hexId, secretText, shortId, sortableId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type { Credential, ReverseEtlModel } from './policy-records.ts';
import type { Source, WarehouseMetadata } from './records.ts';
import type { Scale } from './scale.ts';
import { isEventSource, logosOf, optionsOf } from './source-catalogue.ts';
import type { WorkspaceRecord, World } from './world.ts';

type Option = readonly [name: string, type: string, required: boolean];

const KINDS: readonly { slug: string; name: string; options: readonly Option[] }[] = [
  {
    slug: 'snowflake',
    name: 'Snowflake',
    options: [
      ['account', 'string', true],
      ['database', 'string', true],
      ['warehouse', 'string', true],
      ['username', 'string', true],
      ['password', 'password', true],
    ],
  },
  {
    slug: 'bigquery',
    name: 'BigQuery',
    options: [
      ['project', 'string', true],
      ['location', 'string', false],
      ['serviceAccountKey', 'string', true],
    ],
  },
  {
    slug: 'postgres',
    name: 'Postgres',
    options: [
      ['hostname', 'string', true],
      ['port', 'string', true],
      ['database', 'string', true],
      ['username', 'string', true],
      ['ciphertext', 'string', false],
    ],
  },
];

function metadataOf(index: number): WarehouseMetadata {
  const { slug, name, options } = cycled(KINDS, index);
  return {
    id: hexId('warehouse-metadata', slug),
    name,
    slug,
    description: `Tables in ${name}.`,
    logos: logosOf(slug),
    options: optionsOf(options),
  };
}

/** The catalogue entries of warehouses. */
export const WAREHOUSE_METADATA: readonly WarehouseMetadata[] = KINDS.map((_, index) => metadataOf(index));

/** Connection data as it is read back: a password is left out, other secrets are not. */
function settingsOf(seed: number, index: number): Record<string, unknown> {
  switch (index % KINDS.length) {
    case 0:
      return {
        account: `warehouse${index}.eu-central-1`,
        database: 'EVENTS',
        warehouse: 'LOADING',
        username: 'SEGMENT_WRITER',
        syncSchedule: 'hourly',
      };
    case 1:
      return {
        project: `events-${index}`,
        location: 'EU',
        serviceAccountKey: secretText(64, seed, 'warehouse', index),
      };
    default:
      return {
        host: `db${index}.internal.example`,
        hostname: `db${index}.internal.example`,
        port: '5432',
        database: 'events',
        username: 'segment',
        credentials: secretText(64, seed, 'warehouse', index),
        ciphertext: secretText(88, seed, 'warehouse', index, 'ciphertext'),
      };
  }
}

function credentialId(seed: number, index: number): string {
  return sortableId(seed, 'credential', index);
}

export type WarehousesPart = Pick<
  World,
  'warehouses' | 'warehouseSources' | 'credentials' | 'credentialConsumers' | 'reverseEtlModels'
>;

export interface WarehousesInput {
  readonly seed: number;
  readonly anchor: Date;
  readonly scale: Scale;
  readonly workspace: WorkspaceRecord;
  readonly sources: readonly Source[];
}

/** Returns warehouses, credentials and models; the first warehouse gets every production source. */
export function buildWarehouses(input: WarehousesInput): WarehousesPart {
  const { seed, scale, workspace, sources } = input;
  const part: WarehousesPart = {
    warehouses: [],
    warehouseSources: {},
    credentials: [],
    credentialConsumers: {},
    reverseEtlModels: modelsOf(input),
  };
  const production = sources.filter(({ labels }) => labels.some(({ value }) => value === 'production'));
  for (let index = 0; index < scale.warehouses; index += 1) {
    const id = shortId(seed, 'warehouse', index);
    part.warehouses.push({
      id,
      metadata: metadataOf(index),
      workspaceId: workspace.id,
      enabled: index !== 5,
      settings: {
        name: `Warehouse ${index + 1}`,
        ...settingsOf(seed, index),
        // A login that is stored apart is named by its id.
        ...(index < scale.credentials ? { credential_id: credentialId(seed, index) } : {}),
      },
    });
    const connected = index === 0 ? production : production.filter((_, at) => at % (index + 2) === 0);
    part.warehouseSources[id] = connected.map((source) => source.id);
  }
  addCredentials(part, input);
  return part;
}

function addCredentials(
  part: WarehousesPart,
  { seed, anchor, scale, workspace, sources }: WarehousesInput,
): void {
  const pulled = sources.filter(({ metadata }) => !isEventSource(metadata));
  for (let index = 0; index < scale.credentials; index += 1) {
    const id = credentialId(seed, index);
    // The second one has not been changed for three years.
    const age = index === 1 ? 1_100 : 20 + createRandom(seed, 'credential', index).below(500);
    const credential: Credential = {
      id,
      workspaceId: workspace.id,
      name: index === 0 ? 'Snowflake loader' : `Service login ${index}`,
      settings: {
        type: index % 2 === 0 ? 'key-pair' : 'password',
        username: `SEGMENT_${index}`,
        ...(index % 2 === 0
          ? { privateKey: secretText(80, seed, 'credential', index) }
          : { password: secretText(24, seed, 'credential', index) }),
      },
      createdAt: daysBefore(anchor, age),
      updatedAt: daysBefore(anchor, index === 1 ? age : Math.floor(age / 2)),
    };
    part.credentials.push(credential);
    const warehouse = cycled(part.warehouses, index);
    const start = index * 2;
    part.credentialConsumers[id] = {
      warehouseIds: index < part.warehouses.length ? [warehouse.id] : [],
      sourceIds: pulled.slice(start, start + (index === 0 ? 3 : 1)).map((source) => source.id),
    };
  }
}

function modelsOf({ seed, scale, sources }: WarehousesInput): ReverseEtlModel[] {
  const source = sources.find(({ metadata }) => metadata.slug === 'snowflake');
  if (source === undefined) return [];
  return Array.from({ length: scale.reverseEtlModels }, (_, index) => ({
    id: hexId(seed, 'model', index),
    sourceId: source.id,
    name: index === 0 ? 'Loyal customers' : `Model ${index}`,
    description: index === 0 ? 'Customers with three orders or more.' : 'Everything there is.',
    enabled: index % 6 !== 5,
    // The second one reads all columns of all rows.
    query:
      index === 1
        ? 'SELECT * FROM customers'
        : `SELECT customer_id, email FROM customers WHERE orders >= ${index + 3} LIMIT 100000`,
    queryIdentifierColumn: 'customer_id',
  }));
}

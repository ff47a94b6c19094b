/** Each way from a source to who receives its data. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { everyText, flagAt, textAt } from '../../evidence/records/fields.ts';
import type { Names } from '../../evidence/records/names.ts';
import type { Reader, ViewRow } from './view.ts';

export interface Flow extends ViewRow {
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly sourceEnabled: boolean | null;
  readonly kind: 'destination' | 'warehouse' | 'destination of an audience' | 'warehouse of profiles';
  /** The audience, or the space of the profiles, that is sent; null: what the source collects. */
  readonly sent: string | null;
  readonly receiver: string | null;
  /** What filters and functions stand before; null: no destination. */
  readonly destinationId: string | null;
  readonly vendor: string | null;
  readonly vendorId: string | null;
  readonly receiverEnabled: boolean | null;
  readonly hosts: readonly string[];
  readonly regions: readonly string[];
}

/** What the ways need of the sources. */
export interface KnownSources {
  readonly names: Names;
  readonly sources: ReadonlyMap<string, { readonly name: string | null; readonly enabled: boolean | null }>;
}

/**
 * Yields destinations first, then what is written into warehouses, then audiences and profiles; each in the order in which
 * it was sealed.
 */
export async function* readFlows(reader: Reader, known: KnownSources): AsyncGenerator<Flow> {
  for await (const record of reader.records('destinations')) {
    const sourceId = textAt(record.data, 'sourceId');
    const receiver = textAt(record.data, 'name') || record.id;
    yield {
      id: record.id,
      ...sourceIn(known, sourceId),
      kind: 'destination',
      sent: null,
      receiver,
      destinationId: record.id,
      ...receiverOf(record),
    };
  }
  const warehouses = new Map<string, StoredRecord>();
  for await (const record of reader.records('warehouses')) warehouses.set(record.id, record);
  for await (const { id, data, parent } of reader.records('warehouse-sources')) {
    const receiver = parent?.['warehouseId'] ?? null;
    const to = receiverOf(warehouses.get(receiver ?? ''));
    const source = sourceIn(known, textAt(data, 'id'));
    yield { id, ...source, kind: 'warehouse', sent: null, receiver, destinationId: null, ...to };
  }
  yield* readProfileFlows(reader, known);
}

/** What leaves by a space: who is in an audience, and profiles that are kept in warehouses. */
async function* readProfileFlows(reader: Reader, known: KnownSources): AsyncGenerator<Flow> {
  const { names } = known;
  const called = (resource: string, id: string | null) => names.of(resource, id) ?? id;
  for await (const record of reader.records('audience-destinations')) {
    const { id, data, parent } = record;
    const destinationId = textAt(data, 'destinationId');
    yield {
      id,
      ...sourceIn(known, textAt(data, 'sourceId')),
      kind: 'destination of an audience',
      sent: called('audiences', parent?.['audienceId'] ?? null),
      receiver: called('destinations', destinationId),
      destinationId,
      ...receiverOf(record),
    };
  }
  for await (const record of reader.records('profiles-warehouses')) {
    const { id, data, parent } = record;
    yield {
      id,
      ...sourceIn(known, null),
      kind: 'warehouse of profiles',
      sent: called('spaces', parent?.['spaceId'] ?? null),
      receiver: textAt(data, 'id'),
      destinationId: null,
      ...receiverOf(record),
    };
  }
}

function sourceIn({ sources }: KnownSources, sourceId: string | null) {
  const { name = null, enabled = null } = sources.get(sourceId ?? '') ?? {};
  return { source: name ?? sourceId, sourceId, sourceEnabled: enabled };
}

function receiverOf(record: StoredRecord | undefined) {
  const data = record?.data ?? {};
  return {
    vendor: textAt(data, 'metadata.name'),
    vendorId: textAt(data, 'metadata.id'),
    receiverEnabled: flagAt(data, 'enabled'),
    hosts: everyText(data['settings'], '$host'),
    regions: everyText(data['settings'], '$region'),
  };
}

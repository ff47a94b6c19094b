/** Each way from a source to who receives its data. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { everyText, flagAt, textAt } from '../../evidence/records/fields.ts';
import type { Reader, ViewRow } from './view.ts';

export interface Flow extends ViewRow {
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly sourceEnabled: boolean | null;
  readonly kind: 'destination' | 'warehouse';
  readonly receiver: string | null;
  readonly vendor: string | null;
  readonly vendorId: string | null;
  readonly receiverEnabled: boolean | null;
  readonly hosts: readonly string[];
  readonly regions: readonly string[];
}

/** What the ways need of the sources. */
export interface KnownSources {
  readonly sources: ReadonlyMap<string, { readonly name: string | null; readonly enabled: boolean | null }>;
}

/** Yields destinations first, then what is written into warehouses; each in the order in which it was sealed. */
export async function* readFlows(reader: Reader, known: KnownSources): AsyncGenerator<Flow> {
  for await (const record of reader.records('destinations')) {
    const sourceId = textAt(record.data, 'sourceId');
    const receiver = textAt(record.data, 'name') || record.id;
    yield {
      id: record.id,
      ...sourceIn(known, sourceId),
      kind: 'destination',
      receiver,
      ...receiverOf(record),
    };
  }
  const warehouses = new Map<string, StoredRecord>();
  for await (const record of reader.records('warehouses')) warehouses.set(record.id, record);
  for await (const { id, data, parent } of reader.records('warehouse-sources')) {
    const receiver = parent?.['warehouseId'] ?? null;
    const to = receiverOf(warehouses.get(receiver ?? ''));
    yield { id, ...sourceIn(known, textAt(data, 'id')), kind: 'warehouse', receiver, ...to };
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

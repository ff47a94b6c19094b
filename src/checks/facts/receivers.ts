/** Who receives data now: destinations and warehouses that are switched on. */
import { type Data, everyText, flagAt, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { subjectOf } from '../subject.ts';
import type { Receiver } from './vendors.ts';

export interface EnabledReceiver extends Receiver {
  readonly id: string;
  readonly subject: string;
  readonly kind: 'destination' | 'warehouse';
  /** What to call its vendor; its own id where Segment says nothing. */
  readonly called: string;
  /** null: of all sources that are connected to it. */
  readonly sourceId: string | null;
  readonly data: Data;
}

const KINDS = { destinations: 'destination', warehouses: 'warehouse' } as const;

/** Yields destinations, then warehouses, or those of one kind alone. What does not say that it is off is on. */
export async function* enabledReceivers(
  run: Pick<RecordReader, 'records'>,
  resources: readonly (keyof typeof KINDS)[] = ['destinations', 'warehouses'],
): AsyncGenerator<EnabledReceiver> {
  for (const resource of resources) {
    for await (const { id, data } of run.records(resource)) {
      if (flagAt(data, 'enabled') === false) continue;
      const [slug, vendor] = [textAt(data, 'metadata.slug'), textAt(data, 'metadata.name')];
      yield {
        id,
        subject: subjectOf(resource, id),
        kind: KINDS[resource],
        slug,
        vendor,
        called: vendor || slug || id,
        hosts: everyText(data['settings'], '$host'),
        sourceId: textAt(data, 'sourceId'),
        data,
      };
    }
  }
}

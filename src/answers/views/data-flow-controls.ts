/** What stands between sources and receivers: by source, or by receiver. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { flagAt, textAt } from '../../evidence/records/fields.ts';
import { readNames } from '../../evidence/records/names.ts';
import { filteredBy } from './destinations.ts';
import { countsBy, isKnown, listsBy } from './gathered.ts';
import type { Reader } from './view.ts';

/** What gives names to ids in data flows. */
export const FLOW_NAMES = [
  'tracking-plans',
  'functions',
  'sources',
  'destinations',
  'audiences',
  'spaces',
] as const;

export async function readControls(reader: Reader) {
  const names = await readNames(reader, FLOW_NAMES);
  const called = (resource: string, id: string) => names.of(resource, id) ?? id;
  const sources = new Map<string, { readonly name: string | null; readonly enabled: boolean | null }>();
  for await (const { id, data } of reader.records('sources'))
    sources.set(id, { name: names.of('sources', id) ?? null, enabled: flagAt(data, 'enabled') });
  const settings = new Map<string, StoredRecord['data']>();
  for await (const { id, data } of reader.records('source-settings')) settings.set(id, data);
  const idOf = ({ data }: StoredRecord) => textAt(data, 'id');
  const planOf = ({ parent }: StoredRecord) => called('tracking-plans', parent?.['trackingPlanId'] ?? '');
  const functionOf = ({ parent }: StoredRecord) => called('functions', parent?.['functionId'] ?? '');
  return {
    names,
    sources,
    settings,
    plans: await listsBy(reader, 'tracking-plan-sources', idOf, planOf),
    filters: await countsBy(reader, 'destination-filters', filteredBy),
    transformations: await switchedOn(reader, 'transformations'),
    inserted: await listsBy(reader, 'insert-function-instances', ifOn('integrationId'), functionOf),
    models: await listsBy(
      reader,
      'reverse-etl-models',
      ifOn('sourceId'),
      ({ id, data }) => textAt(data, 'name') || id,
    ),
  };
}

const ifOn = (member: string) => (record: StoredRecord) =>
  record.data['enabled'] === true ? textAt(record.data, member) : null;

async function switchedOn(reader: Reader, resource: string): Promise<readonly StoredRecord[] | undefined> {
  if (!isKnown(reader, resource)) return undefined;
  const records: StoredRecord[] = [];
  for await (const record of reader.records(resource))
    if (record.data['enabled'] === true) records.push(record);
  return records;
}

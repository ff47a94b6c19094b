/**
 * Who receives which data, behind which controls: a row for each destination, for each source that writes into a warehouse,
 * and for what audiences and profiles send. The controls are those of the source and of what stands before the receiver.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { Cell } from '../table.ts';
import { readControls } from './data-flow-controls.ts';
import { type Flow, readFlows } from './data-flow-items.ts';
import { dataFlowsSql } from './data-flows-sql.ts';
import { heldBack } from './enforcement.ts';
import { type FlatColumn, type FlatRow, flatView } from './flat.ts';
import { countIn, countSql, isKnown, listIn, textsSql } from './gathered.ts';
import { naming } from './names-sql.ts';
import type { Reader } from './view.ts';

export type Controls = Awaited<ReturnType<typeof readControls>>;
type FlowColumn = FlatColumn<Flow, Controls>;

const plain = (key: keyof Flow & string, title: string, kind: FlowColumn['kind'] = 'text'): FlowColumn => {
  const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { key: name, title, kind, of: (flow) => flow[key], sql: `f.${name}` };
};

const listed = (
  key: string,
  title: string,
  of: FlowColumn['of'],
  table: string,
  resource: string,
): FlowColumn => ({
  key,
  title,
  kind: 'list',
  of,
  sql: (reader) => textsSql(reader, table, resource, 'f.source_id'),
});

export const dataFlows = flatView<Flow, Controls>({
  name: 'data-flows',
  question: 'Who receives which data, and what stands in between?',
  noun: ['data flow', 'data flows'],
  inputs: [
    { resource: 'destinations', gives: 'rows' },
    { resource: 'warehouse-sources', gives: 'rows' },
    { resource: 'warehouses', gives: 'rows' },
    { resource: 'audience-destinations', gives: 'cells' },
    { resource: 'profiles-warehouses', gives: 'cells' },
    { resource: 'sources', gives: 'cells' },
    { resource: 'tracking-plan-sources', gives: 'cells' },
    { resource: 'source-settings', gives: 'cells' },
    { resource: 'destination-filters', gives: 'cells' },
    { resource: 'transformations', gives: 'cells' },
    { resource: 'insert-function-instances', gives: 'cells' },
    { resource: 'reverse-etl-models', gives: 'cells' },
    ...naming('tracking-plans', 'functions', 'audiences', 'spaces'),
  ],
  columns: [
    plain('id', 'Id of the receiver, and of the source'),
    plain('source', 'Source'),
    plain('receiver', 'Receiver'),
    plain('vendor', 'Vendor'),
    plain('kind', 'Receiver is a'),
    plain('sent', 'Audience, or space of profiles'),
    plain('sourceId', 'Source id'),
    plain('sourceEnabled', 'Source enabled', 'flag'),
    plain('receiverEnabled', 'Receiver enabled', 'flag'),
    plain('hosts', 'Hosts in its settings', 'list'),
    plain('regions', 'Regions in its settings', 'list'),
    listed(
      'tracking_plans',
      'Tracking plans',
      ({ sourceId }, { plans }) => listIn(plans, sourceId),
      'tracking_plans_of',
      'tracking-plan-sources',
    ),
    {
      key: 'held_back',
      title: 'Held back at the source',
      kind: 'list',
      of: ({ sourceId }, { settings }) => {
        const found = settings.get(sourceId ?? '');
        return found === undefined ? null : heldBack(found);
      },
      sql: 'f.held_back',
    },
    {
      key: 'filters',
      title: 'Filters switched on',
      kind: 'count',
      of: ({ destinationId }, { filters }) => (destinationId === null ? 0 : countIn(filters, destinationId)),
      sql: (reader) =>
        `CASE WHEN f.destination_id IS NULL THEN 0 ELSE ${countSql(reader, 'filters_on', 'destination-filters', 'f.destination_id')} END`,
    },
    {
      key: 'transformations',
      title: 'Transformations switched on',
      kind: 'list',
      of: (flow, { transformations }) => transformationsOf(flow, transformations),
      sql: (reader) =>
        isKnown(reader, 'transformations')
          ? 'coalesce((SELECT list(t.name ORDER BY t.n) FROM transforming t WHERE t.source_id = f.source_id AND (t.vendor_id IS NULL OR t.vendor_id = f.vendor_id)), [])'
          : 'NULL::VARCHAR[]',
    },
    {
      key: 'functions',
      title: 'Functions inserted',
      kind: 'list',
      of: ({ id, destinationId, sourceId }, { inserted }) =>
        inserted === undefined
          ? null
          : [...(inserted.get(sourceId ?? '') ?? []), ...(inserted.get(destinationId ?? id) ?? [])],
      sql: (reader: Reader) =>
        `${textsSql(reader, 'inserted', 'insert-function-instances', 'f.source_id')} || ${textsSql(reader, 'inserted', 'insert-function-instances', 'coalesce(f.destination_id, f.id)')}`,
    },
    listed(
      'models',
      'Reverse ETL models',
      ({ sourceId }, { models }) => listIn(models, sourceId),
      'models',
      'reverse-etl-models',
    ),
  ],
  tallies: [
    { what: 'enabled at both ends', has: isOn },
    { what: 'switched off at one end', has: (row) => not(isOn(row)) },
    { what: 'enabled with nothing in between', has: (row) => isOn(row) && isOpen(row) },
  ],
  join: readControls,
  items: readFlows,
  uncovered: (reader) => [
    ...['audience-destinations', 'profiles-warehouses'].flatMap((resource) =>
      isKnown(reader, resource) ? [] : [`${resource}, which this run did not read`],
    ),
    'what computed traits send by themselves, which Segment does not list',
  ],
  sql: dataFlowsSql,
});

/** null: not known of one end, and the other one is not switched off. */
function isOn({ sourceEnabled, receiverEnabled }: FlatRow): boolean | null {
  const ends = [sourceEnabled, receiverEnabled];
  if (ends.includes(false)) return false;
  return ends.every((end) => end === true) ? true : null;
}

const not = (answer: boolean | null) => (answer === null ? null : !answer);

/** What may stand between a source and a receiver. */
const CONTROLS = ['heldBack', 'filters', 'transformations', 'functions'];

/** Whether nothing stands in between; null: what is known does not, and not all is known. */
function isOpen(row: FlatRow): boolean | null {
  const cells = CONTROLS.map((member) => row[member] ?? null);
  const isThere = (cell: Cell) =>
    typeof cell === 'number' ? cell > 0 : Array.isArray(cell) && cell.length > 0;
  if (cells.some(isThere)) return false;
  return cells.includes(null) ? null : true;
}

/** Those of the source: for all receivers, or for those of one vendor. */
function transformationsOf(
  { sourceId, vendorId }: Flow,
  transformations: readonly StoredRecord[] | undefined,
): readonly string[] | null {
  if (transformations === undefined) return null;
  return transformations.flatMap(({ id, data }) => {
    const isFor = data['destinationMetadataId'] ?? null;
    const isHere = data['sourceId'] === sourceId && (isFor === null || isFor === vendorId);
    return isHere ? [typeof data['name'] === 'string' ? data['name'] : id] : [];
  });
}

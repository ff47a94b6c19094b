/** What stands between sources and receivers, personal data that is planned, and what became different, counted again as simply as it can be said. */
import { dataAt, type Files, type Line } from './snapshot-counts.ts';

interface Way {
  readonly sourceId: unknown;
  readonly destinationId: unknown;
  readonly vendorId: unknown;
  readonly isReceiverOn: unknown;
}

function waysOf({ lines }: Files): readonly Way[] {
  const way = (line: Line | undefined, sourceId: unknown, destinationId: unknown): Way => ({
    sourceId,
    destinationId,
    vendorId: line === undefined ? null : dataAt(line, 'metadata.id'),
    isReceiverOn: line?.data['enabled'] ?? null,
  });
  const warehouses = new Map((lines('warehouses') ?? []).map((line) => [line.id, line]));
  return [
    ...(lines('destinations') ?? []).map((line) => way(line, line.data['sourceId'], line.id)),
    ...(lines('warehouse-sources') ?? []).map(({ data, parent }) =>
      way(warehouses.get(parent?.['warehouseId'] ?? ''), data['id'], null),
    ),
    ...(lines('audience-destinations') ?? []).map((line) =>
      way(line, line.data['sourceId'], line.data['destinationId']),
    ),
    ...(lines('profiles-warehouses') ?? []).map((line) => way(line, null, null)),
  ];
}

/** `0`: enabled at both ends, `1`: switched off at one, `2`: enabled with nothing in between. */
export function flowCount(files: Files, kind = ''): number | null {
  if (files.lines('destinations') === undefined) return null;
  const sources = new Map((files.lines('sources') ?? []).map(({ id, data }) => [id, data['enabled']]));
  const endsOf = ({ sourceId, isReceiverOn }: Way) => [sources.get(String(sourceId)), isReceiverOn];
  const isOn = (way: Way) => endsOf(way).every((end) => end === true);
  const ways = waysOf(files);
  if (kind === '1') return ways.filter((way) => endsOf(way).includes(false)).length;
  const on = ways.filter(isOn);
  return kind === '0' ? on.length : on.filter((way) => !isHeldUp(files, way)).length;
}

/** By a switch of the source's settings, a filter, a transformation or an inserted function. */
function isHeldUp({ lines }: Files, { sourceId, destinationId, vendorId }: Way): boolean {
  const isSet = ({ id, data }: Line) => id === sourceId && /"allow\w+":false/.test(JSON.stringify(data));
  const isFilter = ({ data }: Line) => data['enabled'] === true && data['destinationId'] === destinationId;
  const isTransformation = ({ data }: Line) =>
    data['enabled'] === true &&
    data['sourceId'] === sourceId &&
    [undefined, vendorId].includes(data['destinationMetadataId']);
  const isInserted = ({ data }: Line) =>
    data['enabled'] === true && [sourceId, destinationId].includes(data['integrationId']);
  return (
    (lines('source-settings') ?? []).some(isSet) ||
    (destinationId !== null && (lines('destination-filters') ?? []).some(isFilter)) ||
    (lines('transformations') ?? []).some(isTransformation) ||
    (lines('insert-function-instances') ?? []).some(isInserted)
  );
}

/** `0`: inserted somewhere, `1`: with hosts in the code, `2`: with secrets in it. */
export function functionCount({ lines }: Files, kind = ''): number | null {
  const inserted = new Set(
    (lines('insert-function-instances') ?? []).map(({ parent }) => parent?.['functionId']),
  );
  const size = (line: Line, path: string) => Object.keys((dataAt(line, path) ?? {}) as object).length;
  const isMeant = {
    '0': ({ id }: Line) => inserted.has(id),
    '1': (line: Line) => size(line, 'code.$hosts') > 0,
    '2': (line: Line) => size(line, 'code.$secrets') > 0,
  }[kind];
  return isMeant === undefined ? null : (lines('functions')?.filter(isMeant).length ?? null);
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

const wordsOf = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

/** Names of properties, each once in a plan, whose last words are a term of the check that was asked; and names of people. */
export function personalCount({ lines, results = [] }: Files): number | null {
  const rules = lines('tracking-plan-rules');
  if (rules === undefined) return null;
  const asked = results.map(({ params }) => (params as Record<string, unknown>)['piiDictionary']);
  const terms = (asked.find(Array.isArray) as string[]).map(wordsOf);
  const tells = (name: string) =>
    terms.some((term) => wordsOf(name).slice(-term.length).join(' ') === term.join(' '));
  const found = new Set<string>();
  for (const rule of rules.filter(isInUse)) {
    const walk = ({ properties = {} }: Schema, depth: number, isTrait: boolean) => {
      for (const [name, schema] of Object.entries(properties)) {
        const isLeaf = Object.keys(schema.properties ?? {}).length === 0;
        const isPerson = isTrait && depth === 0 && name === 'name' && rule.data['type'] !== 'GROUP';
        if (isPerson || (isLeaf && tells(name)))
          found.add(JSON.stringify([rule.parent?.['trackingPlanId'], name]));
        walk(schema, depth + 1, isTrait);
      }
    };
    for (const place of ['properties', 'traits', 'context'])
      walk((dataAt(rule, `jsonSchema.properties.${place}`) ?? {}) as Schema, 0, place === 'traits');
  }
  return found.size;
}

/** Segment says of what is in use that it is deprecated since the year 1. */
const isInUse = ({ data }: Line) => /^0001-|^$/.test(String(data['deprecatedAt'] ?? ''));

/** What lines of the runs' files are no longer the same, and of how many of these no event of the time between names the id. */
export function changesBetween(
  before: Files,
  after: Files,
): Readonly<Record<'total' | 'unexplained', number>> {
  const names = after.manifest.resources.map(({ name }) => name).filter((name) => name !== 'audit-events');
  const ids = names.flatMap((name) => {
    const [old, now] = [before, after].map(
      ({ lines }) => new Map((lines(name) ?? []).map((line) => [line.id, JSON.stringify(line)])),
    );
    const all = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
    return [...all].filter((id) => old?.get(id) !== now?.get(id));
  });
  const since = before.manifest.run.startedAt;
  const events = (after.lines('audit-events') ?? [])
    .filter(({ data }) => String(data['timestamp']) > since)
    .map(({ data }) => String(data['resourceId']));
  return { total: ids.length, unexplained: ids.filter((id) => !events.includes(id)).length };
}

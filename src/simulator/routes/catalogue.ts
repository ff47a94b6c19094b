/** Routes about the catalogue: the kinds of source, destination and warehouse there are. */
import { populationOf } from '../paging.ts';
import { missing } from '../replies.ts';
import { DESTINATION_KINDS, destinationMetadata } from '../world/destination-catalogue.ts';
import { SOURCE_KINDS, sourceMetadata } from '../world/source-catalogue.ts';
import { WAREHOUSE_METADATA } from '../world/warehouses.ts';
import { dataRoute, findById, listRoute, type Route } from './route.ts';

const CATALOGUES: readonly {
  readonly kind: 'source' | 'destination' | 'warehouse';
  readonly list: string;
  readonly one: string;
  readonly entries: readonly { readonly id: string }[];
}[] = [
  {
    kind: 'source',
    list: 'getSourcesCatalog',
    one: 'getSourceMetadata',
    entries: SOURCE_KINDS.map(sourceMetadata),
  },
  {
    kind: 'destination',
    list: 'getDestinationsCatalog',
    one: 'getDestinationMetadata',
    entries: DESTINATION_KINDS.map(destinationMetadata),
  },
  {
    kind: 'warehouse',
    list: 'getWarehousesCatalog',
    one: 'getWarehouseMetadata',
    entries: WAREHOUSE_METADATA,
  },
];

/** The catalogue is public: every token that works may read it. */
export const CATALOGUE_ROUTES: readonly Route[] = CATALOGUES.flatMap(
  ({ kind, list, one, entries }): Route[] => [
    listRoute({
      path: `/catalog/${kind}s`,
      operationId: list,
      member: 'data',
      key: `${kind}sCatalog`,
      items: () => populationOf(entries),
    }),
    dataRoute({
      path: `/catalog/${kind}s/{${kind}MetadataId}`,
      operationId: one,
      member: 'data',
      data: ({ param }) => {
        const id = param(`${kind}MetadataId`);
        const entry = findById(entries, id);
        return entry === undefined ? missing('Catalogue entry', id) : { [`${kind}Metadata`]: entry };
      },
    }),
  ],
);

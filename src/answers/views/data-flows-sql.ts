/** Data flows in SQL: the same rows as data-flows.ts. */
import { FLOW_NAMES } from './data-flow-controls.ts';
import { filtersSql } from './destinations.ts';
import { heldBackSql } from './enforcement.ts';
import { sql } from './fields-sql.ts';
import { gatherSql } from './gathered.ts';
import { nameJoin, namesSql } from './names-sql.ts';
import type { ViewSql } from './view.ts';

const { text, flag, everyText } = sql;
const isOn = `coalesce(${flag('enabled', 'r.data')}, false)`;

const receiver = (of: string) =>
  `${text('metadata.name', of)} AS vendor, ${text('metadata.id', of)} AS vendor_id, ${flag('enabled', of)} AS receiver_enabled, ${everyText('settings', '$host', of)} AS hosts, ${everyText('settings', '$region', of)} AS regions`;

export function dataFlowsSql(): ViewSql {
  return {
    with: [
      namesSql(FLOW_NAMES),
      filtersSql,
      gatherSql('tracking_plans_of', {
        resource: 'tracking-plan-sources',
        by: text('id', 'r.data'),
        text: "coalesce(p.name, r.parent->>'$.trackingPlanId', '')",
        joins: nameJoin('p', 'tracking-plans', "(r.parent->>'$.trackingPlanId')"),
      }),
      gatherSql('inserted', {
        resource: 'insert-function-instances',
        by: text('integrationId', 'r.data'),
        text: "coalesce(p.name, r.parent->>'$.functionId', '')",
        joins: nameJoin('p', 'functions', "(r.parent->>'$.functionId')"),
        where: isOn,
      }),
      gatherSql('models', {
        resource: 'reverse-etl-models',
        by: text('sourceId', 'r.data'),
        text: `coalesce(nullif(${text('name', 'r.data')}, ''), r.id)`,
        where: isOn,
      }),
      [
        'transforming',
        `SELECT r.n, coalesce(${text('name', 'r.data')}, r.id) AS name, ${text('sourceId', 'r.data')} AS source_id, ${text('destinationMetadataId', 'r.data')} AS vendor_id FROM transformations r WHERE ${isOn}`,
      ],
      [
        'ways',
        `SELECT 0 AS part, r.n, r.id, ${text('sourceId', 'r.data')} AS source_id, 'destination' AS kind, NULL AS sent, r.id AS destination_id, coalesce(nullif(${text('name', 'r.data')}, ''), r.id) AS receiver, ${receiver('r.data')} FROM destinations r
  UNION ALL SELECT 1, r.n, r.id, ${text('id', 'r.data')}, 'warehouse', NULL, NULL, r.parent->>'$.warehouseId', ${receiver('w.data')} FROM warehouse_sources r LEFT JOIN warehouses w ON w.id = (r.parent->>'$.warehouseId')
  UNION ALL SELECT 2, r.n, r.id, ${text('sourceId', 'r.data')}, 'destination of an audience', coalesce(a.name, r.parent->>'$.audienceId'), ${text('destinationId', 'r.data')}, coalesce(d.name, ${text('destinationId', 'r.data')}), ${receiver('r.data')} FROM audience_destinations r ${nameJoin('a', 'audiences', "(r.parent->>'$.audienceId')")} ${nameJoin('d', 'destinations', text('destinationId', 'r.data'))}
  UNION ALL SELECT 3, r.n, r.id, NULL, 'warehouse of profiles', coalesce(a.name, r.parent->>'$.spaceId'), NULL, ${text('id', 'r.data')}, ${receiver('r.data')} FROM profiles_warehouses r ${nameJoin('a', 'spaces', "(r.parent->>'$.spaceId')")}`,
      ],
      [
        'flows',
        `SELECT y.*, coalesce(s.name, y.source_id) AS source, (SELECT arg_max(${flag('enabled', 'e.data')}, e.n) FROM sources e WHERE e.id = y.source_id) AS source_enabled, CASE WHEN t.id IS NOT NULL THEN ${heldBackSql('t.data')} END AS held_back
  FROM ways y ${nameJoin('s', 'sources', 'y.source_id')} LEFT JOIN source_settings t ON t.id = y.source_id`,
      ],
    ],
    from: 'flows f',
    order: 'f.part, f.n',
  };
}

/** Which plans say what may be sent, and what each connected source does with what is not planned or violates its plan. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { flagAt, textAt } from '../../evidence/records/fields.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import { ENFORCED, enforcementAt, enforcementSql } from './enforcement.ts';
import { sql } from './fields-sql.ts';
import { type FlatColumn, flatView } from './flat.ts';
import { type Counts, countIn, countSql, countsBy, gatherSql, listsBy } from './gathered.ts';
import { nameJoin, namesSql, naming } from './names-sql.ts';
import { trackingPlanTallies } from './tracking-plan-tallies.ts';
import type { Reader, ViewRow } from './view.ts';

interface Joins {
  readonly names: Names;
  readonly rules: Counts;
  /** By source. */
  readonly enabled: ReadonlyMap<string, boolean | null>;
  readonly settings: ReadonlyMap<string, StoredRecord['data']>;
  /** Sources of each plan. */
  readonly connected: ReadonlyMap<string, readonly string[]>;
}

/** A plan and a source that it is connected to; a plan without one is a row too. */
interface Connected extends ViewRow {
  readonly plan: StoredRecord;
  readonly sourceId: string | null;
}

type PlanColumn = FlatColumn<Connected, Joins>;

const ofPlan = (key: string, title: string, path: string): PlanColumn => ({
  key,
  title,
  kind: 'text',
  of: ({ plan }) => textAt(plan.data, path),
  sql: sql.text(path, 'p.data'),
});

const settingsOf = ({ sourceId }: Connected, { settings }: Joins) => settings.get(sourceId ?? '');

const ofSettings = (key: string, title: string, path: string): PlanColumn => ({
  key,
  title,
  kind: 'text',
  of: (item, joins) => textAt(settingsOf(item, joins), path),
  sql: sql.text(path, 't.data'),
});

/** The source that something is forwarded to, by name. */
const forwarded = (key: string, title: string, path: string, alias: string): PlanColumn => ({
  key,
  title,
  kind: 'text',
  of: (item, joins) => {
    const id = textAt(settingsOf(item, joins), path);
    return joins.names.of('sources', id) ?? id;
  },
  sql: `coalesce(${alias}.name, ${sql.text(path, 't.data')})`,
});

export const trackingPlans = flatView<Connected, Joins>({
  name: 'tracking-plans',
  question: 'Which plans say what may be sent, and what is blocked on each connected source?',
  noun: ['plan or connected source', 'plans and connected sources'],
  inputs: [
    { resource: 'tracking-plans', gives: 'rows' },
    { resource: 'tracking-plan-sources', gives: 'rows' },
    { resource: 'source-settings', gives: 'rows' },
    { resource: 'tracking-plan-rules', gives: 'cells' },
    ...naming('sources'),
  ],
  columns: [
    { key: 'id', title: 'Plan id, and source id', kind: 'text', of: ({ id }) => id, sql: 'c.id' },
    { key: 'plan_id', title: 'Plan id', kind: 'text', of: ({ plan }) => plan.id, sql: 'p.id' },
    ofPlan('plan', 'Plan', 'name'),
    ofPlan('type', 'Type', 'type'),
    {
      key: 'rules',
      title: 'Rules',
      kind: 'count',
      of: ({ plan }, { rules }) => countIn(rules, plan.id),
      sql: (reader) => countSql(reader, 'rules_of', 'tracking-plan-rules', 'p.id'),
    },
    {
      key: 'source',
      title: 'Source',
      kind: 'text',
      of: ({ sourceId }, { names }) => names.of('sources', sourceId) ?? sourceId,
      sql: 'coalesce(s.name, c.source_id)',
    },
    {
      key: 'source_enabled',
      title: 'Source enabled',
      kind: 'flag',
      of: ({ sourceId }, { enabled }) => enabled.get(sourceId ?? '') ?? null,
      sql: 'e.enabled',
    },
    ...ENFORCED.map(
      (rule): PlanColumn => ({
        key: rule.key,
        title: rule.title,
        kind: 'text',
        of: (item, joins) => enforcementAt(settingsOf(item, joins), rule),
        sql: enforcementSql(rule, 't.data'),
      }),
    ),
    ofSettings('common_of_events', 'Events against the common rule', 'track.commonEventOnViolations'),
    ofSettings('common_of_users', 'Users against the common rule', 'identify.commonEventOnViolations'),
    ofSettings('common_of_groups', 'Groups against the common rule', 'group.commonEventOnViolations'),
    forwarded('violations_to', 'Violations are forwarded to', 'forwardingViolationsTo', 'v'),
    forwarded('blocked_to', 'Blocked events are forwarded to', 'forwardingBlockedEventsTo', 'w'),
  ],
  tallies: trackingPlanTallies,
  join: readJoins,
  items: async function* (reader, { connected }) {
    for await (const plan of reader.records('tracking-plans')) {
      const sourceIds = connected.get(plan.id) ?? [];
      if (sourceIds.length === 0) yield { id: plan.id, plan, sourceId: null };
      for (const sourceId of sourceIds) yield { id: `${plan.id}/${sourceId}`, plan, sourceId };
    }
  },
  sql: () => ({
    with: [
      namesSql(['sources']),
      gatherSql('rules_of', { resource: 'tracking-plan-rules', by: PLAN }),
      [
        'connected',
        `SELECT p.n, r.n AS m, concat_ws('/', p.id, ${SOURCE}) AS id, ${SOURCE} AS source_id FROM tracking_plans p
  LEFT JOIN (SELECT * FROM tracking_plan_sources r WHERE ${SOURCE} IS NOT NULL) r ON ${PLAN} = p.id`,
      ],
      [
        'enabled_sources',
        `SELECT id, arg_max(${sql.flag('enabled')}, n) AS enabled FROM sources GROUP BY id`,
      ],
    ],
    from: `connected c JOIN tracking_plans p ON p.n = c.n ${nameJoin('s', 'sources', 'c.source_id')} LEFT JOIN enabled_sources e ON e.id = c.source_id
  LEFT JOIN source_settings t ON t.id = c.source_id ${nameJoin('v', 'sources', sql.text('forwardingViolationsTo', 't.data'))} ${nameJoin('w', 'sources', sql.text('forwardingBlockedEventsTo', 't.data'))}`,
    order: 'c.n, c.m',
  }),
});

const PLAN = "(r.parent->>'$.trackingPlanId')";
const SOURCE = sql.text('id', 'r.data');

async function readJoins(reader: Reader): Promise<Joins> {
  const planOf = ({ parent }: StoredRecord) => parent?.['trackingPlanId'] ?? null;
  const isNamed = (record: StoredRecord) => (textAt(record.data, 'id') === null ? null : planOf(record));
  const sourceOf = ({ data }: StoredRecord) => textAt(data, 'id') ?? '';
  const enabled = new Map<string, boolean | null>();
  for await (const { id, data } of reader.records('sources')) enabled.set(id, flagAt(data, 'enabled'));
  const settings = new Map<string, StoredRecord['data']>();
  for await (const { id, data } of reader.records('source-settings')) settings.set(id, data);
  return {
    names: await readNames(reader, ['sources']),
    rules: await countsBy(reader, 'tracking-plan-rules', planOf),
    enabled,
    settings,
    connected: (await listsBy(reader, 'tracking-plan-sources', isNamed, sourceOf)) ?? new Map(),
  };
}

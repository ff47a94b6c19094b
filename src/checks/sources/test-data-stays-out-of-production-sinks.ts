/**
 * Whether production and other environments send to places apart. A warehouse is one place; destinations are where the
 * settings that name an account have equal fingerprints.
 */
import * as z from 'zod';
import { at, flagAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { type Environment, environmentOf, environmentShape } from '../facts/environments.ts';
import { isInternal, isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'SRC-09',
  version: 1,
  title: 'Data of tests does not reach what production data reaches',
  area: 'sources',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does no warehouse, and no account of a destination, receive both production and other data?',
  motivation:
    'Test data among real data makes figures wrong, and real data among test data is seen by people who may not see it.',
  failsWhen:
    'A warehouse, or destinations with the same account settings, receive from enabled sources of production and of another environment.',
  notApplicableWhen: 'All enabled sources are of one environment.',
  indeterminateWhen: 'A warehouse or account receives from a source whose environment nobody knows.',
  remediation: 'Give each environment a warehouse and accounts of its own.',
  falsePositives: 'One warehouse has a separate schema for each environment: accept it in a waiver.',
  reads: ['sources', 'destinations', 'warehouses', 'warehouse-sources'],
  params: z.strictObject({
    ...environmentShape,
    accountKeyHints: z
      .array(z.string())
      .default(['accountId', 'workspaceId', 'projectId', 'measurementId', 'database', 'bucket'])
      .describe('Names of settings of a destination that say which account it sends to.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC8.1'],
    iso27001: ['A.8.31', 'A.8.33'],
    iso27701: [],
    gdpr: ['Art.5(1)(f)', 'Art.25', 'Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['SC-4', 'AC-4'],
    nistcsf: ['PR.DS-10', 'ID.AM-03'],
    pci: ['6.5.3', '6.5.5'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const sources = new Map<string, Environment | 'unknown'>();
    for await (const { id, data } of run.records('sources'))
      if (isOn(data) && !isInternal(data)) sources.set(id, environmentOf(data, params) ?? 'unknown');
    const kinds = new Set(sources.values());
    if (kinds.size < 2 && !kinds.has('unknown') && run.isWhole('sources'))
      return notApplicable('All enabled sources are of one environment.');
    const places = new Map<string, Place>();
    await readWarehouses(run, sources, places);
    await readDestinations(run, { sources, hints: params.accountKeyHints }, places);
    for (const place of places.values()) judgePlace(place, tally);
    return undefined;
  },
});

interface Place {
  readonly subjects: string[];
  readonly what: string;
  readonly receives: Set<Environment | 'unknown'>;
  readonly senders: Set<string>;
}

type Sources = ReadonlyMap<string, Environment | 'unknown'>;

function judgePlace({ subjects, what, receives, senders }: Place, tally: Tally): void {
  tally.saw();
  const isProduction = receives.has('production');
  const isTest = receives.has('staging') || receives.has('development');
  for (const subject of subjects) {
    if (isProduction && isTest)
      tally.fail(subject, `${what} receives ${[...receives].sort().join(' and ')} data.`);
    else if (receives.has('unknown') && senders.size > 1)
      tally.unknown(subject, `${what} receives from sources of which nobody knows the environment.`);
  }
}

function addTo(places: Map<string, Place>, key: string, { subjects, what, receives, senders }: Place): void {
  const known = places.get(key);
  if (known === undefined) places.set(key, { subjects, what, receives, senders });
  else {
    for (const subject of subjects) if (!known.subjects.includes(subject)) known.subjects.push(subject);
    for (const each of receives) known.receives.add(each);
    for (const each of senders) known.senders.add(each);
  }
}

async function readWarehouses(run: CheckedRun, sources: Sources, places: Map<string, Place>): Promise<void> {
  const off = new Set<string>();
  for await (const { id, data } of run.records('warehouses'))
    if (flagAt(data, 'enabled') === false) off.add(id);
  for await (const { data, parent } of run.records('warehouse-sources')) {
    const id = parent?.['warehouseId'] ?? '';
    const environment = sources.get(textAt(data, 'id') ?? '');
    if (environment === undefined || off.has(id)) continue;
    const subject = subjectOf('warehouses', id);
    addTo(places, subject, {
      subjects: [subject],
      what: 'The warehouse',
      receives: new Set([environment]),
      senders: new Set([textAt(data, 'id') ?? '']),
    });
  }
}

interface Receivers {
  readonly sources: Sources;
  readonly hints: readonly string[];
}

async function readDestinations(
  run: CheckedRun,
  { sources, hints }: Receivers,
  places: Map<string, Place>,
): Promise<void> {
  const wanted = new Set(hints.map(bareOf));
  for await (const { id, data } of run.records('destinations')) {
    const environment = sources.get(textAt(data, 'sourceId') ?? '');
    const account = accountOf(data, wanted);
    if (environment === undefined || account === undefined || !isOn(data)) continue;
    addTo(places, account, {
      subjects: [subjectOf('destinations', id)],
      what: `One account of ${textAt(data, 'metadata.name') ?? 'a destination'}`,
      receives: new Set([environment]),
      senders: new Set([textAt(data, 'sourceId') ?? '']),
    });
  }
}

const bareOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Returns what tells an account apart; undefined where no setting names one. */
function accountOf(data: unknown, wanted: ReadonlySet<string>): string | undefined {
  const settings = at(data, 'settings');
  if (typeof settings !== 'object' || settings === null) return undefined;
  const found = Object.entries(settings).flatMap(([name, value]) => {
    const told = textAt(value, '$fingerprint') ?? (typeof value === 'number' ? String(value) : null);
    return wanted.has(bareOf(name)) && told !== null ? [`${bareOf(name)}=${told}`] : [];
  });
  if (found.length === 0) return undefined;
  return [textAt(data, 'metadata.slug') ?? textAt(data, 'metadata.id') ?? '', ...found.sort()].join(' ');
}

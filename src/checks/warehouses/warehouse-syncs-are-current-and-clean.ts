/**
 * Whether every source that writes into a warehouse was loaded into it not long ago, and without errors.
 */
import * as z from 'zod';
import { flagAt, listAt, textAt, timeOf } from '../../evidence/records/fields.ts';
import { indeterminate, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { subjectOf } from '../subject.ts';

const HOUR_MS = 3_600_000;
const LOADED = /^(success|succeed|complete|finish|ok\b|done)/i;
const NOT_LOADED = /(fail|error|cancel|abort|timeout|running|progress|pending|start|queue)/i;

export const check = toCheck({
  id: 'WH-01',
  version: 2,
  title: 'Warehouse syncs are current and without errors',
  area: 'warehouses',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'experimental',
  pack: 'optional',
  question: 'Was every connected source loaded into each enabled warehouse not long ago, without errors?',
  motivation:
    'Reports, recovered data and answers to people come from the warehouse. What was not loaded is missing there, and nothing says so.',
  failsWhen:
    'In an enabled warehouse, a connected source that is on was not loaded successfully within maxSyncAgeHours, or its newest sync report has an error.',
  notApplicableWhen: 'Not configured while collect.include does not name warehouse-syncs.',
  indeterminateWhen: 'A sync report gives its result in words that this version does not know.',
  remediation: 'Repair the connection of the warehouse, or disconnect the source from it.',
  falsePositives: 'The warehouse is loaded less often on purpose, or the source has no data.',
  reads: ['warehouses', 'warehouse-sources', 'warehouse-syncs', 'sources'],
  params: z.strictObject({
    maxSyncAgeHours: z.int().min(1).default(48).describe('Most hours since a source was last loaded.'),
  }),
  controls: {
    soc2: ['A1.2', 'PI1.4'],
    iso27001: ['A.8.16'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(7)'],
    nist80053: ['SI-4', 'CP-9'],
    nistcsf: ['DE.CM-09'],
    pci: ['10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally, { maxSyncAgeHours }) => {
    if (!run.isReadable('warehouse-syncs')) return indeterminate('No reports of syncs were read.');
    const [isOn, off] = [new Set<string>(), new Set<string>()];
    for await (const { id } of enabledReceivers(run, ['warehouses'])) isOn.add(id);
    for await (const { id, data } of run.records('sources'))
      if (flagAt(data, 'enabled') === false) off.add(id);
    const reports = await newestReports(run);
    const maxHours = maxSyncAgeHours;
    for await (const { id, data, parent } of run.records('warehouse-sources')) {
      const [warehouseId, sourceId] = [parent?.['warehouseId'] ?? '', textAt(data, 'id') ?? ''];
      if (!isOn.has(warehouseId) || off.has(sourceId)) continue;
      tally.saw();
      const subject = subjectOf('warehouse-sources', id);
      const known = reports.get(keyOf(warehouseId, sourceId));
      const hours = known?.loadedAt === undefined ? null : hoursBetween(known.loadedAt, run.countedTo);
      if (known?.hasError === true) tally.fail(subject, 'Its newest report has an error.');
      else if (hours !== null && hours <= maxHours) continue;
      else if (known?.isUnread === true)
        tally.unknown(subject, 'A sync report gives its result in words that this version does not know.');
      else if (run.isWhole('warehouse-syncs'))
        tally.fail(
          subject,
          hours === null
            ? 'It was never loaded.'
            : `It was loaded ${hours} hours ago; at most ${maxHours} are allowed.`,
        );
      else tally.unknown(subject, 'Its reports were not read whole.');
    }
    return undefined;
  },
});

interface Reports {
  /** Of the newest report that ended well. */
  readonly loadedAt?: string | undefined;
  readonly newestAt: string;
  /** In the newest report. */
  readonly hasError: boolean;
  /** Of some report nobody can tell how it ended. */
  readonly isUnread: boolean;
}

const keyOf = (warehouseId: string, sourceId: string) => `${warehouseId}/${sourceId}`;

/** By warehouse and source. */
async function newestReports(run: CheckedRun): Promise<ReadonlyMap<string, Reports>> {
  const reports = new Map<string, Reports>();
  for await (const { data, parent } of run.records('warehouse-syncs')) {
    const key = keyOf(parent?.['warehouseId'] ?? '', textAt(data, 'sourceId') ?? '');
    const known = reports.get(key) ?? { newestAt: '', hasError: false, isUnread: false };
    const [start, status] = [textAt(data, 'start') ?? '', textAt(data, 'status') ?? ''];
    const endedAt = textAt(data, 'end') ?? start;
    const isNewest = start >= known.newestAt;
    const isBetter = LOADED.test(status) && endedAt > (known.loadedAt ?? '');
    reports.set(key, {
      loadedAt: isBetter ? endedAt : known.loadedAt,
      newestAt: isNewest ? start : known.newestAt,
      hasError: isNewest ? (listAt(data, 'notices') ?? []).some(isError) : known.hasError,
      isUnread: known.isUnread || (!LOADED.test(status) && !NOT_LOADED.test(status)),
    });
  }
  return reports;
}

const isError = (notice: unknown) => /^(error|fatal|critical)$/i.test(textAt(notice, 'level') ?? '');

function hoursBetween(from: string, to: string): number | null {
  const [start, end] = [timeOf(from), timeOf(to)];
  return start === null || end === null ? null : Math.max(0, Math.floor((end - start) / HOUR_MS));
}

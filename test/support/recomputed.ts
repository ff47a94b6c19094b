/** The numbers of a page of a snapshot anew, from its files alone. */
import { manualSlots } from '../../src/checks/manual/slots.ts';
import { flowCount, functionCount, personalCount } from './recomputed-flows.ts';
import {
  accessOf,
  CONTROL_ORDER,
  dataAt,
  daysOf,
  emails,
  environmentIn,
  type Files,
  flowVendors,
  grantedRoles,
  idsOf,
  type Line,
  medianOf,
  memberIds,
  stateOf,
  unionOf,
  unregisteredVendors,
} from './snapshot-counts.ts';

type Rule = (files: Files, ...parts: readonly string[]) => number | null | undefined;

const NOTHING_THERE = ['feature-declared-off', 'not-offered'];
const NO_GAP = ['complete', 'not-collected'];

const resourcesOf = (files: Files, isMeant: (outcome: string, reason: string) => boolean) =>
  files.manifest.resources.filter(({ outcome, reason = '' }) => isMeant(outcome, reason)).length;

const countOf: Rule = ({ lines }, name = '') => lines(name)?.length ?? null;

/** Of all rows, where the rows are there. */
const counted = (lines: readonly Line[] | undefined, isMeant: (line: Line) => boolean) =>
  lines === undefined ? null : lines.filter(isMeant).length;

/** Of all slots; the day is that of the run, and no slot of the tests has two files. */
const manualCount = ({ manual, manifest }: Files, key = '') => {
  const day = manifest.run.startedAt.slice(0, 10);
  const inForce = manual().filter(({ effective, expires }) => effective <= day && expires >= day).length;
  const old = manual().filter(({ expires }) => expires < day).length;
  const counts: Readonly<Record<string, number>> = {
    given: inForce,
    outOfDate: old,
    missing: manualSlots.length - inForce - old,
  };
  return counts[key];
};

const OF_THE_RUN: readonly (readonly [RegExp, Rule])[] = [
  [/^run\.reading\.resources$/, (files) => resourcesOf(files, () => true)],
  [/^run\.reading\.whole$/, (files) => resourcesOf(files, (outcome) => outcome === 'complete')],
  [
    /^run\.reading\.gaps$/,
    (files) => resourcesOf(files, (outcome, reason) => !NO_GAP.includes(outcome) && reason !== 'not-offered'),
  ],
  [
    /^run\.reading\.leftOut$/,
    (files) =>
      resourcesOf(files, (outcome, reason) => outcome === 'not-collected' && !NOTHING_THERE.includes(reason)),
  ],
  [/^run\.reading\.absent$/, (files) => resourcesOf(files, (_, reason) => NOTHING_THERE.includes(reason))],
  [
    /^run\.reading\.requests$/,
    ({ manifest }) => manifest.resources.reduce((sum, { requests }) => sum + requests, 0),
  ],
  [/^run\.reading\.withheld$/, ({ manifest }) => manifest.redaction.count],
  [
    /^run\.failingChecks$/,
    ({ manifest }) => manifest.conditions.filter(({ condition }) => condition === 'check-failed').length,
  ],
  [/^manual\.counts\.(\w+)$/, manualCount],
  [/^log\.attempts$/, ({ log }) => log.length],
  [/^log\.again$/, ({ log }) => log.filter(({ attempt }) => attempt > 1).length],
  [/^log\.bytes$/, ({ log }) => log.reduce((sum, { bytes }) => sum + bytes, 0)],
];

const OF_CHECKS: readonly (readonly [RegExp, Rule])[] = [
  [
    /^checks\.counts\.(\w+)$/,
    ({ results }, state) => results?.filter((each) => stateOf(each) === state).length ?? null,
  ],
  [
    /^checks\.results\.([\w-]+)\.(checkVersion|populationSize)$/,
    ({ results }, id, member = '') => resultOf(results, id)?.[member] as number,
  ],
  [
    /^checks\.results\.([\w-]+)\.exceptionTotals\.(\w+)$/,
    ({ results }, id, level = '') =>
      (resultOf(results, id)?.['exceptionTotals'] as Record<string, number> | undefined)?.[level],
  ],
  [
    /^frameworks\.(\w+)\.counts\.(.+)$/,
    ({ results = [] }, framework = '', standing) => {
      const about = [...results, ...manualSlots.map(({ controls }) => ({ controls }))];
      const ids = new Set(about.flatMap((each) => controlsOf(each, framework)));
      return [...ids].filter((id) => standing === standingOf(results, framework, id)).length;
    },
  ],
];

const resultOf = (results: Files['results'], id: string | undefined) =>
  results?.find(({ checkId }) => checkId === id);

const controlsOf = ({ controls }: Record<string, unknown>, framework: string) =>
  (controls as Record<string, readonly string[]>)[framework] ?? [];

function standingOf(results: NonNullable<Files['results']>, framework: string, id: string) {
  const said = results
    .filter((each) => controlsOf(each, framework).includes(id))
    .map(({ outcome }) => outcome);
  const found = CONTROL_ORDER.find(([outcome]) => said.includes(outcome))?.[1];
  const isByHand = manualSlots.some(({ controls }) => controlsOf({ controls }, framework).includes(id));
  if (!isByHand) return found ?? 'not applicable';
  return found === 'supported' ? 'partly covered' : (found ?? 'evidence from elsewhere');
}

const PLAIN = 'sources|destinations|functions|warehouses|groups|credentials|regulations';

const OF_RECORDS: readonly (readonly [RegExp, Rule])[] = [
  [new RegExp(`^populations\\.(${PLAIN})\\.total$`), countOf],
  [/^populations\.users\.total$/, (files) => unionOf([idsOf(files, 'users'), memberIds(files)])],
  [/^populations\.roles\.total$/, (files) => unionOf([idsOf(files, 'roles'), grantedRoles(files)])],
  [
    /^populations\.invites\.total$/,
    (files) => unionOf([emails(files, 'invites'), emails(files, 'group-invites')]),
  ],
  [
    /^populations\.tracking-plans\.total$/,
    (files) => {
      const connected = files.lines('tracking-plan-sources') ?? [];
      const plans = new Set(connected.map(({ parent }) => parent?.['trackingPlanId']));
      return (counted(files.lines('tracking-plans'), ({ id }) => !plans.has(id)) ?? 0) + connected.length;
    },
  ],
  [
    /^populations\.data-flows\.total$/,
    ({ lines }) =>
      ['destinations', 'warehouse-sources', 'audience-destinations', 'profiles-warehouses'].reduce(
        (sum, name) => sum + (lines(name)?.length ?? 0),
        0,
      ),
  ],
  [
    /^populations\.users\.counts\.0\.count$/,
    (files) =>
      counted(files.lines('users'), (user) =>
        accessOf(files, user).some(({ roleName }) => roleName === 'Workspace Owner'),
      ),
  ],
  [
    /^populations\.users\.counts\.1\.count$/,
    (files) => counted(files.lines('users'), (user) => accessOf(files, user).length === 0),
  ],
  [
    /^sources\.environments\.(\w+)$/,
    ({ lines }, name) => counted(lines('sources'), (source) => environmentIn(source) === name),
  ],
  [
    /^sources\.withoutKeyAge$/,
    ({ lines }) =>
      counted(lines('sources'), ({ data }) => (data['writeKeys'] as readonly unknown[]).length === 0),
  ],
  [/^populations\.data-flows\.counts\.(\d)\.count$/, flowCount],
  [/^populations\.functions\.counts\.(\d)\.count$/, functionCount],
  [/^plans\.personal$/, personalCount],
  [/^flows\.vendors\.length$/, (files) => flowVendors(files).size],
  [
    /^flows\.register\.vendors$/,
    ({ input }) => input('vendors')?.filter(({ id }) => id !== 'file').length ?? null,
  ],
  [/^flows\.register\.unregistered$/, unregisteredVendors],
  [
    /^plans\.withoutSchema$/,
    ({ lines }) =>
      counted(lines('tracking-plan-rules'), ({ data }) => typeof data['jsonSchema'] !== 'object'),
  ],
  [
    /^requests\.states\.done\.count$/,
    ({ lines }) => counted(lines('regulations'), (line) => dataAt(line, 'status') === 'FINISHED'),
  ],
  [
    /^requests\.states\.open\.count$/,
    ({ lines }) => counted(lines('regulations'), (line) => dataAt(line, 'status') !== 'FINISHED'),
  ],
  [/^requests\.medianDays$/, ({ lines }) => medianOf((lines('regulations') ?? []).flatMap(daysOf))],
  [/^requests\.suppressed$/, ({ lines }) => countOf({ lines } as Files, 'suppressions')],
];

/** Numbers that need as much code as makes them: each is held against a second engine, or against a told story, elsewhere. */
export const HELD_ELSEWHERE: readonly (readonly [RegExp, where: string])[] = [
  [/^changes\.counts\.\w+$/, 'numbers.test.ts: of a run before which something changed; test/answers'],
  [/^(run\.snapshot|proof|changes\.since)\.(seq|chain)$/, 'of the record, not of its files'],
];

/** Returns the number; undefined where no rule knows it. */
export function recomputed(files: Files, path: string): number | null | undefined {
  for (const [pattern, rule] of [...OF_THE_RUN, ...OF_CHECKS, ...OF_RECORDS]) {
    const match = pattern.exec(path);
    if (match !== null) return rule(files, ...match.slice(1));
  }
  return undefined;
}

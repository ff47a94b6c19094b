/** The numbers of a page anew, from the files of a snapshot as they lie in the store: nothing of ours reads them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Line {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly parent?: Readonly<Record<string, string>>;
}

interface Files {
  readonly manifest: {
    readonly resources: readonly {
      name: string;
      outcome: string;
      reason?: string;
      records: number | null;
      requests: number;
    }[];
    readonly redaction: { readonly count: number };
    readonly conditions: readonly { readonly condition: string }[];
  };
  readonly results: readonly Record<string, unknown>[] | undefined;
  lines(resource: string): readonly Line[] | undefined;
}

/** Returns the files of a snapshot's folder. */
export function filesOf(folder: string): Files {
  const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const results = 'data/checks/results.json';
  return {
    manifest: json('evidence-manifest.json'),
    results: existsSync(join(folder, results)) ? json(results).results : undefined,
    lines: (resource) => {
      const path = join(folder, `data/resources/${resource}.jsonl`);
      if (!existsSync(path)) return undefined;
      const text = readFileSync(path, 'utf8').trimEnd();
      return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Line);
    },
  };
}

type Rule = (files: Files, ...parts: readonly string[]) => number | null | undefined;

const NOTHING_THERE = ['feature-declared-off', 'not-offered'];
const NO_GAP = ['complete', 'not-collected'];

/** How each number is recomputed: what stands at a path that none of these knows is a number that nobody holds. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^run\.reading\.resources$/, ({ manifest }) => manifest.resources.length],
  [
    /^run\.reading\.whole$/,
    ({ manifest }) => manifest.resources.filter(({ outcome }) => outcome === 'complete').length,
  ],
  [
    /^run\.reading\.gaps$/,
    ({ manifest }) =>
      manifest.resources.filter(
        ({ outcome, reason }) => !NO_GAP.includes(outcome) && reason !== 'not-offered',
      ).length,
  ],
  [
    /^run\.reading\.leftOut$/,
    ({ manifest }) =>
      manifest.resources.filter(
        ({ outcome, reason = '' }) => outcome === 'not-collected' && !NOTHING_THERE.includes(reason),
      ).length,
  ],
  [
    /^run\.failingChecks$/,
    ({ manifest }) => manifest.conditions.filter(({ condition }) => condition === 'check-failed').length,
  ],
  [
    /^populations\.(sources|destinations|functions|warehouses|groups|credentials|regulations)\.total$/,
    countOf,
  ],
  [/^populations\.(users)\.total$/, (files) => unionOf([idsOf(files, 'users'), memberIds(files)])],
  [/^populations\.(roles)\.total$/, (files) => unionOf([idsOf(files, 'roles'), grantedRoles(files)])],
  [
    /^populations\.(invites)\.total$/,
    (files) => unionOf([emails(files, 'invites'), emails(files, 'group-invites')]),
  ],
  [/^populations\.users\.counts\.0\.count$/, (files) => owners(files).length],
  [/^populations\.users\.counts\.1\.count$/, (files) => withoutAccess(files).length],
  [/^checks\.total$/, ({ results }) => results?.length ?? null],
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
];

function countOf({ lines }: Files, name = ''): number | null {
  return lines(name)?.length ?? null;
}

const idsOf = ({ lines }: Files, name: string) => lines(name)?.map(({ id }) => id);
const memberIds = ({ lines }: Files) => (lines('group-members') ?? []).map(({ data }) => String(data['id']));
const emails = ({ lines }: Files, name: string) => lines(name)?.map(({ data }) => String(data['email']));

/** null where the first of them was not read. */
const unionOf = ([first, ...others]: readonly (readonly string[] | undefined)[]) =>
  first === undefined ? null : new Set([...first, ...others.flatMap((each) => each ?? [])]).size;

interface Granted {
  readonly roleId: string;
  readonly roleName: string;
}

const granted = ({ data }: Line) => (data['permissions'] ?? []) as readonly Granted[];

const grantedRoles = ({ lines }: Files) =>
  [...(lines('users') ?? []), ...(lines('groups') ?? [])].flatMap(granted).map(({ roleId }) => roleId);

/** What each user may do: their own, and that of their groups. */
function accessOf({ lines }: Files, user: Line): readonly Granted[] {
  const own = (lines('group-members') ?? []).filter(({ data }) => data['id'] === user.id);
  const groups = new Set(own.map(({ parent }) => parent?.['groupId']));
  return [user, ...(lines('groups') ?? []).filter(({ id }) => groups.has(id))].flatMap(granted);
}

const owners = (files: Files) =>
  (files.lines('users') ?? []).filter((user) =>
    accessOf(files, user).some(({ roleName }) => roleName === 'Workspace Owner'),
  );

const withoutAccess = (files: Files) =>
  (files.lines('users') ?? []).filter((user) => accessOf(files, user).length === 0);

function stateOf({ outcome, waiver }: Record<string, unknown>): unknown {
  return outcome === 'fail' && (waiver as { state?: string } | undefined)?.state === 'accepted'
    ? 'accepted'
    : outcome;
}

const resultOf = (results: Files['results'], id: string | undefined) =>
  results?.find(({ checkId }) => checkId === id);

/** Returns the number; undefined where no rule knows it. */
export function recomputed(files: Files, path: string): number | null | undefined {
  for (const [pattern, rule] of RULES) {
    const match = pattern.exec(path);
    if (match !== null) return rule(files, ...match.slice(1));
  }
  return undefined;
}

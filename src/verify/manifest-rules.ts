/**
 * What a manifest must be in itself, whatever the files hold: a list in order, sums that add up, a
 * status that its own resources bear out, and no gap that looks like a zero. Pure.
 */
import type { ArtifactEntry, Manifest, ResourceEntry, SnapshotStatus } from '../../schemas/manifest.ts';
import { hasRecords, isGap, OUTCOME_REASONS } from '../../schemas/outcome.ts';
import { artifactPath, COLLECTION_LOG_PATH, CONFIGURATION_PATH, REDACTIONS_PATH } from '../store/layout.ts';
import { certificateProblems } from './certificate-rules.ts';
import type { Problem } from './failure.ts';
import { inputProblems } from './input-rules.ts';

/** Returns everything in which a manifest contradicts itself or the format. */
export function manifestProblems(manifest: Manifest): readonly Problem[] {
  const artifacts = new Map(manifest.artifacts.map((artifact) => [artifact.path, artifact]));
  return [
    ...artifactProblems(manifest),
    ...manifest.resources.flatMap((resource) => resourceProblems(resource, artifacts)),
    ...ownerlessProblems(manifest),
    ...inputProblems(manifest),
    ...configurationProblems(manifest),
    ...repeated(manifest.resources.map(({ name }) => name)).map((name) =>
      problem('check resources', 'each resource once', `${name} again`),
    ),
    ...coverageProblems(manifest),
    ...claimProblems(manifest),
    ...statusProblems(manifest),
    ...certificateProblems(manifest),
    ...resumedProblems(manifest),
  ];
}

/** What is older than the run itself must be said to be. */
function resumedProblems({ run, resources }: Manifest): readonly Problem[] {
  const { trigger, startedAt, resumed } = run;
  if ((trigger === 'resume') !== (resumed !== undefined))
    return [problem('check run', 'what was resumed where the trigger is resume, and only there', trigger)];
  const sinceMs = Date.parse(resumed?.since ?? startedAt);
  const isTaken = (name: string) => resumed?.resources.includes(name) === true;
  return resources.flatMap((entry) => {
    const fromMs = isTaken(entry.name) ? sinceMs : Date.parse(startedAt);
    if (entry.startedAt === undefined || Date.parse(entry.startedAt) >= fromMs) return [];
    const what = `check resource ${JSON.stringify(entry.name)}`;
    return [problem(what, `read at ${new Date(fromMs).toISOString()} or later`, entry.startedAt)];
  });
}

function problem(what: string, expected: string, found: string): Problem {
  return { what, expected, found };
}

export const CHECK_RESULTS_PATH = 'data/checks/results.json';

/** No `..`, nothing absolute, no backslash, no name that another system would read as another file. */
const SAFE_PATH = /^data(?:\/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)+$/;

function artifactProblems({ artifacts, checks }: Manifest): readonly Problem[] {
  const paths = artifacts.map(({ path }) => path);
  const unsafe = paths
    .filter((path) => !SAFE_PATH.test(path))
    .map((path) => problem('check artifact path', 'a plain path under data/', JSON.stringify(path)));
  const colliding = repeated(paths.map((path) => path.toLowerCase())).map((path) =>
    problem('check artifact paths', 'paths that differ on every system', `${JSON.stringify(path)} twice`),
  );
  const unsorted = paths
    .filter((path, index) => index > 0 && path < (paths[index - 1] ?? ''))
    .map((path) =>
      problem('check order of artifacts', 'artifacts by path', `${JSON.stringify(path)} too late`),
    );
  const due = [COLLECTION_LOG_PATH, REDACTIONS_PATH, ...(checks === null ? [] : [CHECK_RESULTS_PATH])];
  const absent = due
    .filter((path) => !paths.includes(path))
    .map((path) => problem('check artifacts', `${path} among them`, 'none'));
  const uncounted = checks === null && paths.includes(CHECK_RESULTS_PATH);
  if (uncounted)
    absent.push(problem('check artifacts', 'no check results, since it counts none', CHECK_RESULTS_PATH));
  return [...unsafe, ...colliding, ...unsorted, ...absent];
}

/** A file of records that no resource of this run claims would be read as its evidence all the same. */
function ownerlessProblems({ artifacts, resources }: Manifest): readonly Problem[] {
  const owned = new Set(resources.map(({ path }) => path));
  return artifacts
    .filter(({ path }) => path.startsWith('data/resources/') && !owned.has(path))
    .map(({ path }) =>
      problem('check artifacts', 'a resource for each file of records', JSON.stringify(path)),
    );
}

/** What was asked must be what the digest is of. Records of early versions have a digest and no such file. */
function configurationProblems({ artifacts, config }: Manifest): readonly Problem[] {
  const digest = artifacts.find(({ path }) => path === CONFIGURATION_PATH)?.sha256;
  if (digest === undefined || digest === config.sha256) return [];
  return [problem('check config.sha256', `${digest}, as the artifact's`, config.sha256)];
}

type Artifacts = ReadonlyMap<string, ArtifactEntry>;

function resourceProblems(resource: ResourceEntry, artifacts: Artifacts): readonly Problem[] {
  const { name, outcome, reason, records, path, parents } = resource;
  const what = `check resource ${JSON.stringify(name)}`;
  const legal: readonly string[] = OUTCOME_REASONS[outcome];
  const found: Problem[] = [];
  if (outcome === 'complete' ? reason !== undefined : reason === undefined || !legal.includes(reason)) {
    found.push(
      problem(what, `a reason that ${outcome} may have (${legal.join(', ') || 'none'})`, String(reason)),
    );
  }
  if (records !== null) found.push(...populationProblems(resource, artifacts));
  else if (outcome === 'complete' || path !== undefined) {
    found.push(
      problem(what, 'a count and a file, or neither for what could not be read', `no count, path ${path}`),
    );
  }
  if (parents !== undefined && parents.read > parents.total) {
    found.push(problem(what, `at most ${parents.total} parents read`, String(parents.read)));
  }
  if (outcome === 'complete') found.push(...doubts(resource));
  return found;
}

/** What speaks against calling a resource complete, by its own words. */
function doubts({ name, parents, completeness }: ResourceEntry): readonly Problem[] {
  const what = `check resource ${JSON.stringify(name)}`;
  const unread = parents === undefined ? 0 : parents.total - parents.read;
  const broken = completeness?.rules.filter(({ holds }) => !holds) ?? [];
  return [
    ...(unread > 0 ? [problem(what, 'all parents read, since it is complete', `${unread} unread`)] : []),
    ...broken.map(({ rule }) => problem(what, 'no doubt, since it is complete', `${rule} does not hold`)),
  ];
}

/** What must hold of a resource that has a count. */
function populationProblems(resource: ResourceEntry, artifacts: Artifacts): readonly Problem[] {
  const { name, outcome, records, path } = resource;
  const what = `check resource ${JSON.stringify(name)}`;
  if (!hasRecords(outcome) || (outcome === 'partial' && records === 0)) {
    // The one thing that must never happen: what no one could read looks like nothing being there.
    return [problem(what, `no count and no file, since it is ${outcome}`, `${records} records`)];
  }
  const due = artifactPath(name);
  if (path !== due) return [problem(what, `its file at ${due}`, String(path))];
  const artifact = artifacts.get(due);
  if (artifact === undefined) return [problem(what, `${due} among the artifacts`, 'nothing')];
  if (artifact.records === records) return [];
  return [problem(what, `${records} records in its artifact too`, String(artifact.records))];
}

/** An operation counts as used only for a resource of which something was read. */
function claimProblems({ coverage, resources }: Manifest): readonly Problem[] {
  const unread = new Map(
    resources.filter(({ outcome }) => !hasRecords(outcome)).map(({ name, outcome }) => [name, outcome]),
  );
  return coverage.list.flatMap(({ operationId, state, resource = '' }) => {
    const outcome = unread.get(resource);
    if (state === 'not-collected' || outcome === undefined) return [];
    const what = `check coverage of ${JSON.stringify(operationId)}`;
    return [problem(what, `not-collected, since ${JSON.stringify(resource)} is ${outcome}`, state)];
  });
}

function coverageProblems({ coverage }: Manifest): readonly Problem[] {
  const count = (state: string) => coverage.list.filter((entry) => entry.state === state).length;
  const sums = [
    ['operations', coverage.operations, coverage.list.length],
    ['collected', coverage.collected, count('collected')],
    ['derived', coverage.derived, count('derived')],
    ['notCollected', coverage.notCollected, count('not-collected')],
  ] as const;
  return sums
    .filter(([, said, listed]) => said !== listed)
    .map(([name, said, listed]) => problem(`add up coverage.${name}`, `${listed}, as listed`, String(said)));
}

function statusProblems(manifest: Manifest): readonly Problem[] {
  const earned = earnedStatus(manifest);
  if (manifest.status === earned) return [];
  return [problem('check status', `${earned}, as its resources say`, manifest.status)];
}

/** A run that fills no slot was asked for some resources only: it is never complete. */
function earnedStatus({ resources, workspace, run }: Manifest): SnapshotStatus {
  const isTrial = run.slot === null;
  const wasRead = resources.filter(({ outcome }) => hasRecords(outcome));
  const isWhole = !resources.some(isGap);
  if (isWhole && !isTrial && workspace !== null && wasRead.length > 0) return 'complete';
  return wasRead.some(({ name }) => name !== 'workspace' || isTrial) ? 'partial' : 'failed';
}

/** Returns the values that stand more than once, each once. */
function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const value of values) (seen.has(value) ? again : seen).add(value);
  return [...again];
}

/** What the members of a completeness certificate must be among themselves, whatever the files hold. Pure. */
import type { KnownClasses, Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import { hasRecords } from '../../schemas/outcome.ts';
import type { Problem } from './failure.ts';

/** Returns in what the certificates of a manifest contradict themselves. Those of early versions have fewer members. */
export function certificateProblems(manifest: Manifest): readonly Problem[] {
  return manifest.resources.flatMap((entry) => [
    ...classProblems(entry),
    ...totalProblems(entry),
    ...lookProblems(entry, manifest),
    ...windowProblems(entry),
  ]);
}

function problem({ name }: ResourceEntry, what: string, expected: string, found: string): Problem {
  return { what: `${what} of ${JSON.stringify(name)}`, expected, found };
}

/** The classes add up to what is listed, and each has a meaning that not every outcome can have. */
function classProblems(entry: ResourceEntry): readonly Problem[] {
  const { known, outcome, completeness, crossReferences = [] } = entry;
  if (known === undefined)
    return crossReferences.length === 0 ? [] : [problem(entry, 'check classes', 'some', 'none')];
  const listed = completeness?.distinctIds ?? 0;
  const sum = known.matched + known.observedOnly;
  const found = sum === listed ? [] : [problem(entry, 'add up listed classes', `${listed} ids`, `${sum}`)];
  const empty: (keyof KnownClasses)[] = crossReferences.length === 0 ? ['matched'] : [];
  if (crossReferences.length === 0 || outcome === 'not-collected')
    empty.push('namedElsewhereOnly', 'indeterminate');
  if (crossReferences.length === 0 || outcome !== 'not-collected') empty.push('excluded');
  if (outcome === 'complete') empty.push('indeterminate');
  if (!hasRecords(outcome)) empty.push('namedElsewhereOnly');
  const wrong = [...new Set(empty)].filter((name) => known[name] > 0);
  const due = completeness?.dangling ?? 0;
  if (outcome === 'complete' && known.namedElsewhereOnly !== due)
    found.push(problem(entry, 'check dangling', `${known.namedElsewhereOnly}, as classed`, `${due}`));
  return [
    ...found,
    ...wrong.map((name) =>
      problem(entry, `check class ${name}`, `0, since it is ${outcome}`, `${known[name]}`),
    ),
  ];
}

/** What the server last said is said twice. */
function totalProblems(entry: ResourceEntry): readonly Problem[] {
  const { reportedTotal, completeness } = entry;
  if (completeness?.idsSha256 === undefined || completeness.lastTotal === reportedTotal) return [];
  const expected = `${completeness.lastTotal}, as its last total`;
  return [problem(entry, 'check reported total', expected, `${reportedTotal}`)];
}

function lookProblems(entry: ResourceEntry, { run }: Manifest): readonly Problem[] {
  const look = entry.completeness?.secondLook;
  if (look === undefined) return [];
  const { outcome, requests, completeness } = entry;
  const found: Problem[] = [];
  const check = (holds: boolean, expected: string, what: unknown) => {
    if (!holds) found.push(problem(entry, 'check second look', expected, String(what)));
  };
  const isInRun =
    Date.parse(look.at) >= Date.parse(run.startedAt) && Date.parse(look.at) <= Date.parse(run.endedAt);
  check(isInRun, 'a time within the run', look.at);
  check((look.equal === null) === (look.result === 'no-answer'), 'no answer, and nothing else', look.equal);
  check(look.pages > 0 === (look.result !== 'no-answer'), 'pages where there was an answer', look.pages);
  check(look.pages < requests, `fewer pages than its ${requests} requests`, look.pages);
  check(look.equal !== true || look.result === undefined, 'no result, since it is equal', look.result);
  check(outcome !== 'complete' || look.result !== 'moved', 'not moved, since it is complete', look.result);
  const hasTotal = look.total !== undefined && completeness?.firstTotal !== undefined;
  check(
    look.equal !== true || !hasTotal || look.total === completeness?.firstTotal,
    `a total of ${completeness?.firstTotal}, since it is equal`,
    look.total,
  );
  return found;
}

/** What was asked for by time is in the requests. */
function windowProblems(entry: ResourceEntry): readonly Problem[] {
  const { window, asked, outcome } = entry;
  if (window === undefined || asked === undefined || !hasRecords(outcome)) return [];
  const values = new Set(asked.flatMap(({ query }) => Object.values(query)));
  return [window.from, window.to]
    .filter((instant) => !values.has(instant))
    .map((instant) => problem(entry, 'check window', 'what its requests say', instant));
}

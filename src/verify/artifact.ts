/**
 * One artifact against the manifest: its bytes first. What is not as it was signed is not looked into;
 * what is, must also be what the manifest says of it. Read as a stream, whatever its size.
 */
import type { ArtifactEntry, Manifest } from '../../schemas/manifest.ts';
import { newDigest } from '../crypto/here.ts';
import { isObject } from '../evidence/json.ts';
import { artifactPath, REDACTIONS_PATH } from '../store/layout.ts';
import { type ContentCheck, type ContentFacts, contentCheck, contentRulesFor } from './content-check.ts';
import { explainReadError, type VerifyContext } from './context.ts';
import type { Problem } from './failure.ts';
import { CHECK_RESULTS_PATH } from './manifest-rules.ts';

/**
 * Checks one artifact that is there, with the right size. Of equal contents, only the first is looked into. Returns
 * whether it can be read out.
 */
export async function checkArtifact(
  context: VerifyContext,
  key: string,
  entry: ArtifactEntry,
  manifest: Manifest,
): Promise<boolean> {
  const rules = contentRulesFor(entry.path);
  // A log is held against its own manifest.
  const isJudgedOnce = rules !== undefined && rules !== 'log';
  const known = isJudgedOnce ? context.judged.recall(rules, entry.sha256) : undefined;
  const check = rules === undefined || known !== undefined ? undefined : contentCheck(rules, manifest);
  const digest = await readThrough(context, key, check);
  if (digest === undefined) return false;
  if (digest !== entry.sha256) {
    const problem = { what: 'check digest', expected: `sha256:${entry.sha256}`, found: `sha256:${digest}` };
    context.findings.fail('DIGEST_MISMATCH', key, problem);
    return false;
  }
  const facts = known ?? (await check?.end());
  if (rules === undefined || facts === undefined) return true;
  if (isJudgedOnce) context.judged.keep(rules, digest, facts);
  context.findings.failEach('CONTENT_INVALID', key, [
    ...facts.problems,
    ...countProblems(entry, facts, manifest),
  ]);
  // Of a file that is no JSON Lines nothing can be read out.
  return facts.problems.length === 0;
}

/** Returns the digest of the bytes that are there, which `check` is shown; `undefined` when that was reported. */
async function readThrough(
  context: VerifyContext,
  key: string,
  check: ContentCheck | undefined,
): Promise<string | undefined> {
  const hash = newDigest();
  try {
    for await (const chunk of context.store.get(key)) {
      hash.update(chunk);
      check?.push(chunk);
    }
  } catch (error) {
    if (explainReadError(context, key, error) === 'missing') reportMissing(context, key, 'nothing');
    return undefined;
  }
  return hash.end();
}

export function reportMissing(context: VerifyContext, key: string, found: string): void {
  context.findings.fail('ARTIFACT_MISSING', key, { what: 'find file', expected: 'a regular file', found });
}

function countProblems(entry: ArtifactEntry, facts: ContentFacts, manifest: Manifest): readonly Problem[] {
  const { lines, total, value, idsSha256 } = facts;
  const problems: Problem[] = [];
  const compare = <T extends number | string>(what: string, said: T | undefined, found: T | undefined) => {
    if (said === undefined || found === undefined || said === found) return;
    problems.push({ what, expected: `${said}, as the manifest says`, found: String(found) });
  };
  compare('count lines', entry.records, lines);
  const resource = manifest.resources.find(({ name }) => entry.path === artifactPath(name));
  compare('count ids', resource?.completeness?.distinctIds, resource === undefined ? undefined : total);
  compare('digest ids', resource?.completeness?.idsSha256, idsSha256);
  if (entry.path === REDACTIONS_PATH) compare('add up redactions', manifest.redaction.count, total);
  if (entry.path === CHECK_RESULTS_PATH) problems.push(...checkCountProblems(manifest.checks, value));
  return problems;
}

const CHECK_OUTCOMES = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  indeterminate: 'indeterminate',
  notConfigured: 'not_configured',
  notApplicable: 'not_applicable',
  error: 'error',
} as const;

/** The manifest is what people look at first, so its counts must be those of the results. */
function checkCountProblems(counts: Manifest['checks'], value: unknown): readonly Problem[] {
  if (counts === null || !isObject(value)) return [];
  const results: readonly unknown[] = Array.isArray(value['results']) ? value['results'] : [];
  return Object.entries(CHECK_OUTCOMES).flatMap(([name, outcome]) => {
    const said = counts[name as keyof typeof CHECK_OUTCOMES];
    const found = results.filter((result) => isObject(result) && result['outcome'] === outcome).length;
    if (said === found) return [];
    const expected = `${said}, as the manifest says`;
    return [{ what: `count results with outcome ${outcome}`, expected, found: String(found) }];
  });
}

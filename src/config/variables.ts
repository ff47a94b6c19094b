/** What is wrong with the environment: variables that mean nothing to us, or switch off what we promise. */

import type { ConfigIssue } from '../errors.ts';
import type { Environment } from './environment.ts';
import { proxyIssues } from './proxy.ts';
import { KNOWN_VARIABLES, VARIABLE_PREFIX } from './settings.ts';
import { strayAround } from './stray-characters.ts';
import { suggest } from './suggest.ts';

/**
 * Returns a problem for every `SEGMENT_EVIDENCE_…` variable that is not known or is empty: a misspelt one would
 * be ignored in silence. One that an orchestrator made means nothing and passes. One that the configuration refers to by `env:NAME` is the user's own and passes;
 * while the configuration cannot be read (`configured` undefined) any unknown one may be.
 */
export function variableIssues(
  env: Environment,
  configured: readonly unknown[] | undefined,
): readonly ConfigIssue[] {
  const own = new Set(configured?.flatMap(referencedVariables));
  const issues: ConfigIssue[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !name.startsWith(VARIABLE_PREFIX) || own.has(name)) continue;
    if (isOrchestrators(name)) continue;
    if (!KNOWN_VARIABLES.includes(name)) {
      if (configured === undefined) continue;
      const message = `expected a known variable, got an unknown one${suggestVariable(name)}; unset it`;
      issues.push({ path: name, message });
    } else if (value === '') {
      issues.push({ path: name, message: 'expected a value, got an empty one; unset the variable' });
    }
  }
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    const message =
      'expected certificates to be checked, got 0: anyone in between could read the token; unset it, and name your own authority by NODE_EXTRA_CA_CERTS';
    issues.push({ path: 'NODE_TLS_REJECT_UNAUTHORIZED', message });
  }
  issues.push(...proxyIssues(env), ...strayIssues(env, configured));
  return issues.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const AWS = /^(?:s3|secretsmanager|kms|arn):/;

/** Of AWS only where it is used: what other programs make of their variables is not ours to say. */
function strayIssues(env: Environment, configured: readonly unknown[] | undefined): readonly ConfigIssue[] {
  const settings = KNOWN_VARIABLES.flatMap((name) => env[name] ?? []);
  const usesAws = [settings, configured].some((value) => hasText(value, (text) => AWS.test(unquoted(text))));
  return Object.entries(env).flatMap(([path, value = '']) => {
    const isRead = KNOWN_VARIABLES.includes(path) || (usesAws && /^AWS_[A-Z0-9_]+$/.test(path));
    const stray = isRead ? strayAround(value) : undefined;
    if (stray === undefined) return [];
    return [{ path, message: `expected a value alone, got ${stray.found}. ${stray.hint}` }];
  });
}

const unquoted = (text: string) => text.replace(/^["']/, '');

function hasText(value: unknown, isIt: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isIt(value);
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((each) => hasText(each, isIt))
  );
}

/**
 * Kubernetes, and Docker with links, put these into every container next to a service whose name begins like
 * ours: `…_SERVICE_HOST`, `…_SERVICE_PORT_HTTP`, `…_PORT`, `…_PORT_8080_TCP_ADDR`. No one wrote them, so no one
 * can have misspelt them.
 */
function isOrchestrators(name: string): boolean {
  const rest = name.slice(VARIABLE_PREFIX.length);
  return /^(?:\w+_)?(?:SERVICE_(?:HOST|PORT(?:_\w+)?)|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/.test(
    rest,
  );
}

/** Compares what comes after the prefix: with it, everything would look alike. */
function suggestVariable(name: string): string {
  const near = suggest(
    name.slice(VARIABLE_PREFIX.length),
    KNOWN_VARIABLES.map((known) => known.slice(VARIABLE_PREFIX.length)),
  );
  return near === undefined
    ? `; known are ${KNOWN_VARIABLES.join(', ')}`
    : `; did you mean ${VARIABLE_PREFIX}${near}?`;
}

/** Returns the names of all `env:NAME` anywhere in plain data. */
function referencedVariables(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('env:') ? [value.slice('env:'.length)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencedVariables) : [];
}

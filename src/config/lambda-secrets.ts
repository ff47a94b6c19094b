/**
 * The references of a configuration that is to run in Lambda: Secrets Manager only, each secret named in
 * `deploy.yml`, which is what the function's role may read; and alerts to the topic that it may publish to.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Deploy } from '../../schemas/deploy.ts';
import { type ConfigDocument, type Path, readDocument } from './document.ts';
import type { FoundIssue } from './issues.ts';
import { schemaIssues } from './schema-issues.ts';
import { ownValue } from './settings.ts';

/** The topic of the stack, as the function's environment names it. */
export const TOPIC_REFERENCE = 'env:ALERT_TOPIC_ARN';
const DEPLOY_FILE = 'deploy.yml';

/** Returns what is wrong with references, and with `deploy.yml` in the working folder when there is one. */
export function secretIssues(documents: readonly ConfigDocument[], cwd: string): readonly FoundIssue[] {
  const file = resolve(cwd, DEPLOY_FILE);
  const { document: deploy, issues } = existsSync(file) ? readDocument(file, cwd) : { issues: [] };
  const named = deploy === undefined ? undefined : ownValue(deploy.value, ['secretArns']);
  const arns = Array.isArray(named) ? named.filter((arn) => typeof arn === 'string') : undefined;
  return [
    ...issues,
    ...(deploy === undefined ? [] : schemaIssues(deploy, Deploy)),
    ...documents.flatMap((document) =>
      references(document.value).flatMap(({ path, text, isTopic }) => {
        const message = isTopic ? topicProblem(text) : referenceProblem(text, arns);
        return message === undefined ? [] : [{ ...document.placeOf(path), message }];
      }),
    ),
  ];
}

function topicProblem(text: string): string | undefined {
  if (text === TOPIC_REFERENCE) return undefined;
  return `expected ${TOPIC_REFERENCE}: the function may publish to the topic of the stack and to no other; name one that there is already as topicArn in ${DEPLOY_FILE}`;
}

function referenceProblem(text: string, arns: readonly string[] | undefined): string | undefined {
  const wanted = 'expected secretsmanager:NAME_OR_ARN';
  if (text.startsWith('file:')) return `${wanted}, got a file: the package holds none; store it there`;
  if (text.startsWith('env:'))
    return `${wanted}, got a variable: the function has none of yours; store it there`;
  const [id = ''] = text.slice('secretsmanager:'.length).split('#');
  if (arns === undefined || arns.some((arn) => arn === id || nameOf(arn) === nameOf(id))) return undefined;
  return `expected a secret that secretArns in ${DEPLOY_FILE} names, got another; add its whole ARN there`;
}

/** Of `arn:…:secret:NAME-a1b2c3` the name; of anything else itself. */
function nameOf(id: string): string {
  return /:secret:(.+?)(?:-[A-Za-z0-9]{6})?$/.exec(id)?.[1] ?? id;
}

interface Reference {
  readonly path: Path;
  readonly text: string;
  /** The address of a topic, which is no secret of the user's. */
  readonly isTopic: boolean;
}

/** What the stack gives, and what is no reference whatever it looks like. */
const PASSED_OVER: readonly PropertyKey[] = ['store', 'signing', 'fingerprintKey', 'policy', 'include'];
const REFERENCE = /^(?:file|env|secretsmanager):/;

function references(value: unknown, path: Path = [], isTopic = false): readonly Reference[] {
  if (typeof value === 'string') return REFERENCE.test(value) ? [{ path, text: value, isTopic }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (PASSED_OVER.includes(key)) return [];
    const segment = Array.isArray(value) ? Number(key) : key;
    return references(inner, [...path, segment], key === 'url' && Reflect.get(value, 'channel') === 'sns');
  });
}

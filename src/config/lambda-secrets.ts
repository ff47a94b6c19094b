/**
 * The references of a configuration that is to run in Lambda: Secrets Manager only, each secret named in
 * `deploy.yml`, which is what the functions' roles may read; and alerts to the topic that they may publish to.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Deploy } from '../../schemas/deploy.ts';
import { type ConfigDocument, type Path, readDocument } from './document.ts';
import type { FoundIssue } from './issues.ts';
import { schemaIssues } from './schema-issues.ts';
import { ownValue } from './settings.ts';

/** The topic of the stack, as the functions' environment names it. */
export const TOPIC_REFERENCE = 'env:ALERT_TOPIC_ARN';
const DEPLOY_FILE = 'deploy.yml';

/** What `deploy.yml` in the working folder says; members are undefined where it is not there, or says nothing fit. */
interface Deployment {
  readonly issues: readonly FoundIssue[];
  readonly isThere: boolean;
  readonly arns: readonly string[];
  readonly alertArns: readonly string[];
  readonly secretPrefix: string | undefined;
  readonly includePrefix: string | undefined;
}

export function readDeployment(cwd: string): Deployment {
  const file = resolve(cwd, DEPLOY_FILE);
  const { document, issues } = existsSync(file) ? readDocument(file, cwd) : { issues: [] };
  const value = (name: string) => (document === undefined ? undefined : ownValue(document.value, [name]));
  const texts = (found: unknown) =>
    Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
  const text = (found: unknown) => (typeof found === 'string' && found !== '' ? found : undefined);
  return {
    issues: [...issues, ...(document === undefined ? [] : schemaIssues(document, Deploy))],
    isThere: Array.isArray(value('secretArns')),
    arns: texts(value('secretArns')),
    alertArns: texts(value('alertSecretArns')),
    secretPrefix: text(value('secretPrefix')),
    includePrefix: text(value('includePrefix')),
  };
}

/** Returns what is wrong with references, and with `deploy.yml`. */
export function secretIssues(
  documents: readonly ConfigDocument[],
  deployment: Deployment,
): readonly FoundIssue[] {
  const senders = new Set(documents.flatMap(({ value }) => sendersOfAlerts(value)));
  return [
    ...deployment.issues,
    ...documents.flatMap((document) =>
      references(document.value, senders).flatMap(({ path, text, isTopic, isForAlerts }) => {
        const message = isTopic ? topicProblem(text) : referenceProblem(text, isForAlerts, deployment);
        return message === undefined ? [] : [{ ...document.placeOf(path), message }];
      }),
    ),
  ];
}

/** Returns what is wrong with what is included: the package holds one file, and secrets are read by one prefix. */
export function includeIssues(main: ConfigDocument, { includePrefix }: Deployment): readonly FoundIssue[] {
  const written = ownValue(main.value, ['include']);
  if (!Array.isArray(written)) return [];
  return written.flatMap((entry, index) => {
    const prefix = /^secretsmanager:(.*)$/.exec(String(entry))?.[1];
    if (prefix !== undefined && includePrefix !== undefined && prefix.startsWith(includePrefix)) return [];
    const message = prefix === undefined ? NO_FILES : NO_PREFIX;
    return [{ ...main.placeOf(['include', index]), message }];
  });
}

const NO_FILES =
  'expected no files: the package holds one; write the connections into it, or keep them in Secrets Manager';
const NO_PREFIX = `expected a prefix that includePrefix in ${DEPLOY_FILE} names, got another; add it there`;

function topicProblem(text: string): string | undefined {
  if (text === TOPIC_REFERENCE) return undefined;
  return `expected ${TOPIC_REFERENCE}: the function may publish to the topic of the stack and to no other; name one that there is already as topicArn in ${DEPLOY_FILE}`;
}

function referenceProblem(
  text: string,
  isForAlerts: boolean,
  { isThere, arns, alertArns, secretPrefix }: Deployment,
): string | undefined {
  const wanted = 'expected secretsmanager:NAME_OR_ARN';
  if (text.startsWith('file:')) return `${wanted}, got a file: the package holds none; store it there`;
  if (text.startsWith('env:'))
    return `${wanted}, got a variable: the function has none of yours; store it there`;
  const [id = ''] = text.slice('secretsmanager:'.length).split('#');
  const isIn = (list: readonly string[]) => list.some((arn) => arn === id || nameOf(arn) === nameOf(id));
  if (!isThere) return undefined;
  if (isForAlerts && !isIn(alertArns))
    return `expected a secret that alertSecretArns in ${DEPLOY_FILE} names, since the watchdog tells people too, got another; add its whole ARN there, and to secretArns`;
  const isBelow = secretPrefix !== undefined && nameOf(id).startsWith(secretPrefix);
  if (isBelow || isIn(arns)) return undefined;
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
  /** Whether an alert needs it: the watchdog, which tells people too, has to read it. */
  readonly isForAlerts: boolean;
}

/** What the stack gives, and what is no reference whatever it looks like. */
const PASSED_OVER: readonly PropertyKey[] = ['store', 'signing', 'fingerprintKey', 'policy', 'include'];
const REFERENCE = /^(?:file|env|secretsmanager):/;

interface Around {
  readonly path: Path;
  readonly isTopic: boolean;
  readonly isForAlerts: boolean;
}

function references(
  value: unknown,
  senders: ReadonlySet<unknown>,
  { path, isTopic, isForAlerts }: Around = { path: [], isTopic: false, isForAlerts: false },
): readonly Reference[] {
  if (typeof value === 'string')
    return REFERENCE.test(value) ? [{ path, text: value, isTopic, isForAlerts }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (PASSED_OVER.includes(key)) return [];
    return references(inner, senders, {
      path: [...path, Array.isArray(value) ? Number(key) : key],
      isTopic: key === 'url' && Reflect.get(value, 'channel') === 'sns',
      isForAlerts:
        isForAlerts || key === 'alerts' || (key === 'writeKey' && senders.has(Reflect.get(value, 'name'))),
    });
  });
}

/** Returns the names of the write-key connections that alerts are sent by. */
function sendersOfAlerts(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Reflect.get(value, 'channel') === 'segment' ? [Reflect.get(value, 'connection')] : [];
  return [...own, ...Object.values(value).flatMap(sendersOfAlerts)];
}

/** serverless.yml as data, and what in a template of CloudFormation allows more than one named thing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Statement as IamStatement } from '../support/iam.ts';
import { ROOT } from '../support/source-tree.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Functions of CloudFormation become one-member objects, as in JSON. */
const tags = ['Ref', 'GetAtt', 'Join', 'If', 'Equals', 'Not', 'And', 'Or', 'Condition'].flatMap((name) => {
  const key = ['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [key]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq' as const,
      resolve: (seq: { toJSON(): unknown }) => ({ [key]: seq.toJSON() }),
    },
  ];
});
const source = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), {
  customTags: tags as never,
  logLevel: 'error',
});
type Facts = Readonly<Record<string, unknown>>;
/** What serverless.yml says of each function, and of all. */
export const functions = source.functions as Readonly<Record<'dispatch' | 'collect' | 'watchdog', Facts>>;
export const provider = source.provider as Facts;
/** The resources of serverless.yml, by their name there. */
export const resources = source.resources.Resources as Readonly<Record<string, Resource>>;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** What the functions of CloudFormation come to in a test: `Ref` and `GetAtt` by name, conditions by name. */
export interface Deployed {
  readonly names: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, boolean>>;
}

const NOTHING = Symbol('AWS::NoValue');

/** Returns a part of the template as it is after deploying. */
export function deployed(value: unknown, stack: Deployed): unknown {
  if (Array.isArray(value))
    return value.map((each) => deployed(each, stack)).filter((each) => each !== NOTHING);
  if (typeof value !== 'object' || value === null) return value;
  const [[name = '', argument] = []] = Object.entries(value);
  if (name === 'Ref' || name === 'Fn::GetAtt') return nameOf(list(argument).join('.'), stack);
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown];
    return (deployed(parts, stack) as string[]).join(separator);
  }
  if (name === 'Fn::If') {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    const holds = stack.conditions[condition];
    if (holds === undefined) throw new Error(`nothing is known of the condition ${condition}`);
    return deployed(holds ? then : otherwise, stack);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deployed(each, stack)]));
}

function nameOf(name: string, { names }: Deployed): unknown {
  if (name === 'AWS::NoValue') return NOTHING;
  const known = names[name];
  if (known === undefined) throw new Error(`nothing is known of ${name}`);
  return known;
}

export interface Allowed {
  readonly where: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly condition: unknown;
}

/** Returns every statement that allows something, wherever in a template it stands. */
export function allowed(value: unknown, where = ''): readonly Allowed[] {
  if (typeof value !== 'object' || value === null) return [];
  const statement = value as Partial<Statement>;
  const own =
    statement.Effect === 'Allow' && statement.Resource !== undefined
      ? [
          {
            where,
            actions: list(statement.Action).map(String),
            resources: list(statement.Resource),
            condition: statement.Condition,
          },
        ]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => allowed(inner, `${where}/${key}`))];
}

/**
 * Returns what is too wide: any `*` in an action, and a resource that is not one named thing or what is under it; of
 * evidence also what is under one folder of every connection.
 */
export function tooWide(statements: readonly Allowed[]): readonly string[] {
  return statements.flatMap(({ where, actions, resources: targets, condition }) => [
    ...actions.filter((action) => action.includes('*')).map((action) => `${where}: ${action}`),
    ...targets
      .map((target) => JSON.stringify(target))
      .filter((target) =>
        target
          // What is under a prefix: the parameter takes only one that ends in a slash.
          .replace(/\{"Ref":"(?:Secret|Include)Prefix"\},"\*"/, '"under a prefix"')
          .replace('/segment-evidence/v1/*/alerts/', '/of every connection/')
          .replace('/segment-evidence/v1/*/resume/', '/of every connection/')
          .replace(/\]\]\}$/, ']}')
          .replace(/\/\*"(\]\})?$/, '"')
          .includes('*'),
      )
      // In the policy of a key, * is that key; nothing else can stand there.
      .filter((target) => !(target === '"*"' && /KeyPolicy/.test(where)))
      // AWS knows no part of it: names of all secrets of a Region, or of none.
      .filter((target) => !(target === '"*"' && actions.join() === LISTING && inRegion(condition)))
      .map((target) => `${where}: ${target}`),
  ]);
}

const LISTING = 'secretsmanager:ListSecrets';
const inRegion = (condition: unknown) => JSON.stringify(condition ?? '').includes('"aws:RequestedRegion"');

/** What deploy.yml would say. */
export interface Deployment {
  readonly secretArns?: readonly string[];
  readonly fingerprintSecretArn?: string;
  readonly secretKeyArn?: string;
  readonly topicArn?: string;
  readonly alertSecretArns?: readonly string[];
  readonly secretPrefix?: string;
  readonly includePrefix?: string;
}

/** Returns the statements of a policy as they are after deploying, in an account of their own. */
export function statementsOf(
  policy: string,
  {
    secretArns = [],
    fingerprintSecretArn = 'arn:fingerprint',
    secretKeyArn = '',
    topicArn = '',
    alertSecretArns = [],
    secretPrefix = '',
    includePrefix = '',
  }: Deployment = {},
): readonly IamStatement[] {
  const document = resources[policy]?.Properties['PolicyDocument'];
  const stack: Deployed = {
    names: {
      'EvidenceBucket.Arn': 'arn:aws:s3:::acme-evidence',
      'SigningKey.Arn': 'arn:aws:kms:eu-central-1:123456789012:key/sealing',
      ...Object.fromEntries(
        ['Dispatch', 'Collect', 'Watchdog'].map((name) => [
          `${name}LogGroup.Arn`,
          `arn:aws:logs:eu-central-1:123456789012:log-group:${name.toLowerCase()}`,
        ]),
      ),
      'RunQueue.Arn': 'arn:aws:sqs:eu-central-1:123456789012:runs.fifo',
      'AWS::Partition': 'aws',
      'AWS::Region': 'eu-central-1',
      'AWS::AccountId': '123456789012',
      SecretPrefix: secretPrefix,
      IncludePrefix: includePrefix,
      AlertTopic: 'arn:aws:sns:eu-central-1:123456789012:made',
      TopicArn: topicArn,
      SecretKeyArn: secretKeyArn,
    },
    conditions: {
      MakesTopic: topicArn === '',
      HasSecretKey: secretKeyArn !== '',
      HasSecretPrefix: secretPrefix !== '',
      HasIncludePrefix: includePrefix !== '',
      HasAlertSecrets: alertSecretArns.length > 0,
      DispatchDecrypts: secretKeyArn !== '' && includePrefix !== '',
      WatchdogDecrypts: secretKeyArn !== '' && (includePrefix !== '' || alertSecretArns.length > 0),
    },
  };
  const { Statement } = deployed(document, stack) as { Statement: readonly IamStatement[] };
  return Statement.map((statement) => ({ ...statement, Resource: withParameters(statement.Resource) }));

  function withParameters(resource: IamStatement['Resource']): IamStatement['Resource'] {
    if (resource === SECRETS) return secretArns;
    if (resource === ALERT_SECRETS) return alertSecretArns;
    return resource === FINGERPRINT_KEY ? fingerprintSecretArn : resource;
  }
}

/** As serverless.yml writes them. */
const SECRETS = ['$', '{param:secretArns}'].join('');
const ALERT_SECRETS = ['$', '{param:alertSecretArns, param:fingerprintSecretArn}'].join('');
const FINGERPRINT_KEY = ['$', '{param:fingerprintSecretArn}'].join('');

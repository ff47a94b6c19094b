/**
 * The template of serverless.yml for CloudFormation alone: what deploy.yml says there are parameters here, by the same
 * names in capitals. `build-lambda.mjs` writes it beside the ZIP. Knows the parts of serverless.yml that are in use,
 * and ends with an error at any other; a test holds it against what osls makes of the same file.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const CODE = './segment-evidence.zip';

/** Parameters that serverless.yml has no declaration for, since osls writes their values where they are used. */
const DECLARED_HERE = {
  SecretArns: {
    Type: 'CommaDelimitedList',
    Description: 'Whole ARNs of the secrets that collect may read',
  },
  AlertSecretArns: {
    Type: 'CommaDelimitedList',
    Description: 'Those among them that alert channels need, which the watchdog may read too; empty is none',
    Default: '',
  },
  FingerprintSecretArn: { Type: 'String', Description: 'Whole ARN of the key of all fingerprints' },
  RetentionMode: { Type: 'String', AllowedValues: ['GOVERNANCE', 'COMPLIANCE'] },
  RetentionDays: { Type: 'Number', MinValue: 1, MaxValue: 36_500 },
  Consumers: { Type: 'Number', Description: 'How many runs there are at once', MinValue: 2, MaxValue: 1_000 },
};

/** Functions of CloudFormation, which YAML writes as tags. */
const TAGS = ['Ref', 'GetAtt', 'Join', 'If', 'Equals', 'Not', 'And', 'Or', 'Condition'].flatMap((name) => {
  const key = ['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`;
  const value = (text) => ({ [key]: name === 'GetAtt' ? text.split('.') : text });
  return [
    { tag: `!${name}`, resolve: value },
    { tag: `!${name}`, collection: 'seq', resolve: (sequence) => ({ [key]: sequence.toJSON() }) },
  ];
});

/** Returns the template as data. @throws Error when serverless.yml has what is not known here */
export function lambdaTemplate() {
  const source = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), {
    customTags: TAGS,
    logLevel: 'error',
  });
  const { provider, functions, resources } = source;
  const made = Object.entries(functions).flatMap(([name, facts]) => ofFunction(name, facts, provider));
  const all = Object.fromEntries([...made, ...Object.entries(resources.Resources)]);
  for (const [name, more] of Object.entries(resources.extensions ?? {})) {
    if (all[name] === undefined) throw new Error(`serverless.yml: extensions: there is no ${name}`);
    all[name] = { ...all[name], ...more };
  }
  const lists = listParameters(resources.Parameters);
  const body = { Conditions: resources.Conditions, Resources: all, Outputs: resources.Outputs };
  const defaults = new Map();
  const filled = fill(body, { lists, defaults });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Signed evidence of Segment workspaces, on a schedule',
    Parameters: parametersOf(resources.Parameters, defaults, lists),
    ...filled,
  };
}

const capital = (name) => name[0].toUpperCase() + name.slice(1);
const PARAMETER = /\$\{param:(\w+)(?:, (?:'([^']*)'|(\d+)|param:\w+))?\}/g;
/** A parameter of osls that only says whether a list has a first member. */
const FIRST = /^\$\{file\(deploy\.yml\):(\w+)\.0, ''\}$/;

/** Returns which parameter asks for the first of which list. */
function listParameters(parameters) {
  return new Map(
    Object.entries(parameters).flatMap(([name, { Default }]) => {
      const [, list] = FIRST.exec(Default ?? '') ?? [];
      return list === undefined ? [] : [[name, capital(list)]];
    }),
  );
}

function parametersOf(parameters, defaults, lists) {
  const there = Object.entries(parameters).flatMap(([name, facts]) => {
    if (lists.has(name)) return [];
    const [[, , text = ''] = []] = [...facts.Default.matchAll(PARAMETER)];
    return [[name, { ...facts, Default: text }]];
  });
  const here = Object.entries(DECLARED_HERE).map(([name, facts]) => {
    const fallback = defaults.get(name);
    return [name, fallback === undefined ? facts : { ...facts, Default: fallback }];
  });
  const unknown = [...defaults.keys()].filter(
    (name) => !there.some(([each]) => each === name) && !(name in DECLARED_HERE),
  );
  if (unknown.length > 0) throw new Error(`serverless.yml: no type is known of the parameters ${unknown}`);
  return Object.fromEntries([...here, ...there]);
}

/** Puts references in place of what osls would write there. */
function fill(value, known) {
  if (typeof value === 'string') return fillText(value, known);
  if (Array.isArray(value)) return value.map((each) => fill(each, known));
  if (typeof value !== 'object' || value === null) return value;
  const list = known.lists.get(value.Ref);
  if (list !== undefined) return { 'Fn::Join': ['', { Ref: list }] };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, known)]));
}

function fillText(text, { defaults }) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, name, words, number] = match;
    const parameter = capital(name);
    defaults.set(parameter, words ?? number ?? defaults.get(parameter));
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ Ref: parameter });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  if (parts.some((part) => typeof part === 'string' && /\$\{(?!AWS::)/.test(part)))
    throw new Error(`serverless.yml: not known here: ${text}`);
  if (parts.length <= 1) return parts[0] ?? text;
  return { 'Fn::Join': ['', parts] };
}

/** The resources that osls makes of a function, by the names that it gives them. */
function ofFunction(name, { handler, description, role, timeout, environment, events, ...rest }, provider) {
  const { maximumRetryAttempts, maximumEventAge, ...unknown } = rest;
  refuse(unknown, name);
  const id = capital(name);
  const arn = { 'Fn::GetAtt': [`${id}LambdaFunction`, 'Arn'] };
  const named = (before) => ({ 'Fn::Sub': `${before}\${AWS::StackName}-${name}` });
  const variables = { ...provider.environment, ...environment };
  const properties = {
    Code: CODE,
    Handler: handler,
    Runtime: provider.runtime,
    FunctionName: named(''),
    MemorySize: provider.memorySize,
    Timeout: timeout ?? provider.timeout,
    Architectures: [provider.architecture],
    Description: description,
    Environment: { Variables: variables },
    Role: role,
  };
  const retries = {
    FunctionName: { Ref: `${id}LambdaFunction` },
    DestinationConfig: {},
    Qualifier: '$LATEST',
    MaximumEventAgeInSeconds: maximumEventAge,
    MaximumRetryAttempts: maximumRetryAttempts,
  };
  const log = { LogGroupName: named('/aws/lambda/'), RetentionInDays: provider.logRetentionInDays };
  return [
    [`${id}LogGroup`, { Type: 'AWS::Logs::LogGroup', Properties: log }],
    [
      `${id}LambdaFunction`,
      { Type: 'AWS::Lambda::Function', DependsOn: [`${id}LogGroup`], Properties: properties },
    ],
    [`${id}LambdaEvConf`, { Type: 'AWS::Lambda::EventInvokeConfig', Properties: retries }],
    ...(events ?? []).flatMap((event, index) => ofEvent(event, { name, id, arn, number: index + 1 })),
  ];
}

function ofEvent({ schedule, sqs, ...unknown }, { name, id, arn, number }) {
  refuse(unknown, name);
  if (sqs !== undefined) return [ofQueue(sqs, { name, id, arn })];
  const rule = `${id}EventsRuleSchedule${number}`;
  const { rate, ...more } = schedule;
  refuse(more, name);
  const target = { Arn: arn, Id: `${name}Schedule` };
  const permission = {
    FunctionName: arn,
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
  };
  return [
    [
      rule,
      {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: rate, State: 'ENABLED', Targets: [target] },
      },
    ],
    [
      `${id}LambdaPermissionEventsRuleSchedule${number}`,
      { Type: 'AWS::Lambda::Permission', Properties: permission },
    ],
  ];
}

function ofQueue(
  { arn: queue, batchSize, functionResponseType, maximumConcurrency, ...unknown },
  { name, id, arn },
) {
  refuse(unknown, name);
  const [queueName] = queue['Fn::GetAtt'];
  const properties = {
    BatchSize: batchSize,
    EventSourceArn: queue,
    FunctionName: arn,
    Enabled: true,
    FunctionResponseTypes: [functionResponseType],
    ScalingConfig: { MaximumConcurrency: maximumConcurrency },
  };
  return [
    `${id}EventSourceMappingSQS${queueName}`,
    { Type: 'AWS::Lambda::EventSourceMapping', Properties: properties },
  ];
}

function refuse(unknown, name) {
  const [first] = Object.keys(unknown);
  if (first !== undefined) throw new Error(`serverless.yml: functions.${name}: not known here: ${first}`);
}

/** What deploy.yml says, in the form that `aws cloudformation deploy --parameter-overrides file://…` takes. */
export function parametersFrom(deploy) {
  return Object.entries(deploy).map(
    ([name, value]) => `${capital(name)}=${Array.isArray(value) ? value.join(',') : value}`,
  );
}

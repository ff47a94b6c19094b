/**
 * Who may do what: policies of IAM and of a bucket, decided as AWS documents it. An explicit refusal wins,
 * then whatever is allowed; the rest is refused. Knows the operators that our policies use, and no other.
 */
import type { AwsRequest } from './aws-server.ts';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One action on one thing; `keys`: the condition keys that the request has. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly keys?: Readonly<Record<string, string>>;
}

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** Each compares what the policy says with what the request has; `undefined` where the key is missing. */
const OPERATORS: Readonly<Record<string, (wanted: string, found: string | undefined) => boolean>> = {
  Bool: (wanted, found) => found === wanted,
  Null: (wanted, found) => (found === undefined) === (wanted === 'true'),
  StringEquals: (wanted, found) => found === wanted,
  StringLike: (wanted, found) => found !== undefined && matches(wanted, found),
};

function applies({ Action, Resource, Condition = {} }: Statement, { action, resource, keys = {} }: Asked) {
  const holds = Object.entries(Condition).every(([operator, wanted]) => {
    const compare = OPERATORS[operator];
    if (compare === undefined) throw new Error(`this test knows no operator ${operator}`);
    return Object.entries(wanted).every(([key, value]) => compare(value, keys[key]));
  });
  const isMeant = list(Action).some((each) => matches(each, action));
  return holds && isMeant && list(Resource).some((each) => matches(each, resource));
}

/** Returns whether something may be done, within one account. */
export function isAllowed(statements: readonly Statement[], asked: Asked): boolean {
  const that = statements.filter((statement) => applies(statement, asked));
  return that.some(({ Effect }) => Effect === 'Allow') && !that.some(({ Effect }) => Effect === 'Deny');
}

const OF_BUCKET: Readonly<Record<string, string>> = {
  versioning: 's3:GetBucketVersioning',
  'object-lock': 's3:GetBucketObjectLockConfiguration',
  publicAccessBlock: 's3:GetBucketPublicAccessBlock',
  versions: 's3:ListBucketVersions',
};

/** Returns what a request to S3 (bucket in the path) has to be allowed, each on its own. */
export function askedOfS3({ method, path, query, headers, body }: AwsRequest): readonly Asked[] {
  const [, bucket = '', ...rest] = path.split('/');
  const key = rest.join('/');
  const keys = { 'aws:SecureTransport': 'true' };
  const resource = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
  if (key === '') {
    const prefix = query.get('prefix');
    const setting = Object.keys(OF_BUCKET).find((name) => query.has(name));
    const action = OF_BUCKET[setting ?? ''] ?? 's3:ListBucket';
    return [{ action, resource, keys: { ...keys, ...(prefix === null ? {} : { 's3:prefix': prefix }) } }];
  }
  const of = (action: string, more = {}): Asked => ({ action, resource, keys: { ...keys, ...more } });
  if (method === 'GET' || method === 'HEAD') return [of('s3:GetObject')];
  if (method === 'DELETE') return [of(query.has('versionId') ? 's3:DeleteObjectVersion' : 's3:DeleteObject')];
  if (query.has('legal-hold')) {
    const status = /<Status>(\w+)<\/Status>/.exec(body.toString())?.[1] ?? '';
    return [of('s3:PutObjectLegalHold', { 's3:object-lock-legal-hold': status })];
  }
  const condition = headers['if-none-match'];
  const hold = headers['x-amz-object-lock-legal-hold'];
  return [
    of('s3:PutObject', condition === undefined ? {} : { 's3:if-none-match': condition }),
    ...(headers['x-amz-object-lock-mode'] === undefined ? [] : [of('s3:PutObjectRetention')]),
    ...(hold === undefined
      ? []
      : [of('s3:PutObjectLegalHold', { 's3:object-lock-legal-hold': String(hold) })]),
  ];
}

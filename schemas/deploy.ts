/** `deploy.yml`: what the stack for Lambda is told of one installation. Read by osls; held here against what it can be. */
import * as z from 'zod';
import { Retention } from './config-values.ts';

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^*?\s]+-[A-Za-z0-9]{6}$/;
const arnOf = (pattern: RegExp, what: string) => z.string().regex(pattern, { error: `expected ${what}` });
const SecretArn = arnOf(
  SECRET_ARN,
  'the whole ARN of a secret, which ends in a hyphen and six characters: the function may read nothing else',
);

/** What a parameter of CloudFormation holds; policies of IAM have room for it. */
const MOST_CHARACTERS = 4_096;
const SecretArns = z
  .array(SecretArn)
  .min(1)
  .refine((arns) => arns.join(',').length <= MOST_CHARACTERS, {
    error: `expected at most ${MOST_CHARACTERS} characters together, which is what a stack holds, got more; give their names one beginning, and name that as secretPrefix`,
  });
const Prefix = z.string().regex(/^[A-Za-z0-9/_+=.@-]+\/$/, {
  error: 'expected the beginning of names of secrets up to a slash, such as segment-evidence/tokens/',
});

export const Deploy = z.strictObject({
  secretArns: SecretArns.describe('Secrets that the configuration names.'),
  secretPrefix: Prefix.optional().describe('What the names of further ones begin with.'),
  includePrefix: Prefix.optional().describe('What the names of secrets begin with that hold connections.'),
  alertSecretArns: SecretArns.optional().describe('Those among secretArns that alert channels need.'),
  fingerprintSecretArn: SecretArn.describe('The key of all fingerprints.'),
  consumers: z.int().min(2).max(1_000).optional().describe('How many runs there are at once.'),
  secretKeyArn: arnOf(/^arn:aws[a-z-]*:kms:[^*?\s]+$/, 'the ARN of a KMS key').optional(),
  topicArn: arnOf(/^arn:aws[a-z-]*:sns:[^*?\s]+$/, 'the ARN of a topic').optional(),
  alertProtocol: z.enum(['email', 'email-json', 'https', 'sms', 'sqs', 'lambda']).optional(),
  alertEndpoint: z.string().min(1).optional(),
  retentionMode: Retention.shape.mode.optional(),
  retentionDays: Retention.shape.days.optional(),
});

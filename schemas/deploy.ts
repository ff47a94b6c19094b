/** `deploy.yml`: what the stack for Lambda is told of one installation. Read by osls; held here against what it can be. */
import * as z from 'zod';
import { Retention } from './config-values.ts';

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^*?\s]+-[A-Za-z0-9]{6}$/;
const arnOf = (pattern: RegExp, what: string) => z.string().regex(pattern, { error: `expected ${what}` });
const SecretArn = arnOf(
  SECRET_ARN,
  'the whole ARN of a secret, which ends in a hyphen and six characters: the function may read nothing else',
);

export const Deploy = z.strictObject({
  secretArns: z.array(SecretArn).min(1).describe('Every secret that the configuration names.'),
  fingerprintSecretArn: SecretArn.describe('The key of all fingerprints.'),
  secretKeyArn: arnOf(/^arn:aws[a-z-]*:kms:[^*?\s]+$/, 'the ARN of a KMS key').optional(),
  topicArn: arnOf(/^arn:aws[a-z-]*:sns:[^*?\s]+$/, 'the ARN of a topic').optional(),
  alertProtocol: z.enum(['email', 'email-json', 'https', 'sms', 'sqs', 'lambda']).optional(),
  alertEndpoint: z.string().min(1).optional(),
  retentionMode: Retention.shape.mode.optional(),
  retentionDays: Retention.shape.days.optional(),
});

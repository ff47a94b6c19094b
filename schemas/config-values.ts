/**
 * The single values that the configuration file is made of: names, references, folders, hosts.
 * Each says in its own words what was expected, and never repeats what it got.
 */

import * as z from 'zod';
import { hostProblem } from './config-rules.ts';

/** What holds where nothing is written. Shown in the JSON Schema; applied by `src/config`. */
export const CONFIG_DEFAULTS = {
  type: 'public-api',
  timezone: 'Etc/UTC',
  concurrency: 4,
  requestsPerMinute: 200,
  lanes: ['standard', 'slow'],
  pageSize: 200,
  minSeverity: 'medium',
  reminderHours: 24,
  receipts: false,
} as const;

/** Six hours: no run reads longer. */
export const MOST_MINUTES = 360;

/** As many as a queue lets a function run side by side. */
export const MOST_CONSUMERS = 1000;

const REFERENCE = 'secretsmanager:NAME_OR_ARN[#jsonKey], env:NAME or file:PATH';
const NO_VALUES = 'Never put the secret itself here: put it in a variable or a file and name that';
/** `sgp_` starts Segment's own tokens: `env:sgp_…` is a token pasted behind a prefix, not a variable. */
const SECRET_FORMS = {
  secretsmanager: '\\S+',
  env: '(?!sgp_)[A-Za-z_][A-Za-z0-9_]{0,127}',
  file: '\\P{Cc}+',
} as const;
const KEY_FORMS = { kms: '\\S+', ...SECRET_FORMS } as const;

/** What a reference to a secret may begin with. */
export const SECRET_KINDS = namesOf(SECRET_FORMS);
/** What the signing key may be kept in besides. */
export const KEY_KINDS = namesOf(KEY_FORMS);

const SECRET_PATTERN = patternOf(SECRET_FORMS);
const KEY_PATTERN = patternOf(KEY_FORMS);

function namesOf<Name extends string>(forms: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(forms) as Name[];
}

function patternOf(forms: Readonly<Record<string, string>>): RegExp {
  const each = Object.entries(forms).map(([kind, rest]) => `${kind}:${rest}`);
  return new RegExp(`^(?:${each.join('|')})$`, 'u');
}

export const SecretReference = z
  .string()
  .regex(SECRET_PATTERN, { error: `expected a reference: ${REFERENCE}. ${NO_VALUES}` })
  .meta({ examples: ['env:SEGMENT_TOKEN', 'file:./secrets/token'] });
export const oneLine = (what: string) =>
  z.string().regex(/^(?=\P{Cc}*\S)\P{Cc}+$/u, { error: `expected ${what} on one line` });
export const wholeNumber = (min: number, max: number) => z.int().min(min).max(max);

export const ConnectionName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error:
      'expected 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen: it names the evidence folder',
  })
  .describe('Names the connection and its evidence folder; unique. Renaming starts a new chain.');

const ResourceName = z
  .string()
  .regex(/^[a-z][a-z-]*$/, { error: 'expected the name of a resource, such as users or tracking-plans' });
export const ResourceNames = z.array(ResourceName);

export const Store = oneLine('a folder, such as ./evidence, or s3://BUCKET/PREFIX').describe(
  'Where snapshots are kept: a folder (relative to this file) or s3://BUCKET/PREFIX.',
);

export const Signing = z
  .strictObject({
    key: z
      .string()
      .regex(KEY_PATTERN, { error: `expected a reference: kms:ARN, ${REFERENCE}. ${NO_VALUES}` })
      .describe('P-256 key: file:PATH or env:NAME of a PKCS#8 PEM, or kms:ARN.'),
    previousKeys: z
      .array(oneLine('the path of a public key'))
      .optional()
      .describe(
        'Files (relative to this one) with the public keys that signed before: their records stay trusted.',
      ),
  })
  .describe('What seals snapshots.');

export const FingerprintKey = SecretReference.describe(
  'Key of all fingerprints: 32 bytes or more; the value may start hex: or base64:, otherwise it is text.',
);

export const Retention = z
  .strictObject({
    mode: z.enum(['GOVERNANCE', 'COMPLIANCE']).describe('Object Lock mode.'),
    days: wholeNumber(1, 36_500).describe('Days from the write until an object may be deleted.'),
  })
  .describe(
    'S3 Object Lock on every snapshot; chain records and time stamps get a legal hold. A folder has neither.',
  );

export const ClockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time of day such as "22:00", in quotes' });
export const TimeZone = z
  .string()
  .min(1)
  .meta({ examples: ['Etc/UTC', 'Europe/Berlin'] });

export const HostUrl = z
  .string()
  .refine((text) => hostProblem(text) === undefined, {
    error: (issue) => hostProblem(String(issue.input)) ?? 'expected a URL',
  })
  .meta({ format: 'uri' });

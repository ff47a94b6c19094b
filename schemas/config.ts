/**
 * The configuration file `evidence.config.yaml`: single source for the reader, the published
 * JSON Schema and the editor's help. Says what may be written, never what it resolves to:
 * defaults, inheritance and references are the business of `src/config`.
 * A message here never repeats a value, since the value may be a token put in the wrong place.
 */

import * as z from 'zod';
import { ALERT_RULES, Alert } from './config-alerts.ts';
import { Anchors } from './config-anchors.ts';
import { InputFiles } from './config-inputs.ts';
import { isRecord } from './config-rules.ts';
import { connectionProblems, KIND_OF_CONNECTION } from './config-types.ts';
import {
  CONFIG_DEFAULTS,
  ConnectionName,
  FingerprintKey,
  HostUrl,
  MOST_MINUTES,
  oneLine,
  ResourceNames,
  Retention,
  SecretReference,
  Signing,
  Store,
  TimeZone,
  wholeNumber,
} from './config-values.ts';

const Collect = z.strictObject({
  include: ResourceNames.optional().describe('Resources that are read only when named here, read as well.'),
  exclude: ResourceNames.optional().describe('Resources left out on purpose; the snapshot says so.'),
  lanes: z
    .array(z.enum(['standard', 'slow']))
    .min(1)
    .optional()
    .meta({
      description: 'standard: the usual pace. slow: resources that Segment limits to 2 requests a minute.',
      default: CONFIG_DEFAULTS.lanes,
    }),
  pageSize: wholeNumber(1, 1000).optional().meta({
    description: 'Records asked for at a time; a resource may allow fewer.',
    default: CONFIG_DEFAULTS.pageSize,
  }),
  maxMinutes: wholeNumber(1, MOST_MINUTES)
    .optional()
    .describe(
      'Minutes that a run may read; what does not fit is deferred. Default: until ten minutes before the next slot.',
    ),
});

const connectionFields = z.strictObject({
  name: ConnectionName,
  type: z.enum(['public-api', 'write-key']).optional().meta({
    description: 'public-api reads evidence; write-key only sends, and never as part of collecting.',
    default: CONFIG_DEFAULTS.type,
  }),
  region: z.enum(['us', 'eu']).describe('Region of the workspace; decides the host.'),
  token: SecretReference.optional().describe('Public API token; for public-api.'),
  writeKey: SecretReference.optional().describe('Write key of a source; for write-key.'),
  tokenIssuedAt: z.iso
    .date({ error: 'expected a day such as 2026-09-01' })
    .optional()
    .describe('Day the token was made; its age is also tracked from the first sighting.'),
  declaredRole: oneLine('the name of a role')
    .optional()
    .describe('Role the token is meant to have; recorded as a claim.'),
  collectorActor: z
    .string()
    .regex(/^[!-?A-~]{1,128}$/, { error: 'expected the id of an actor as the audit trail has it, no e-mail' })
    .optional()
    .describe('Actor under which the audit trail has what this token does; recorded as a claim.'),
  workspace: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of a workspace: letters and digits' })
    .optional()
    .describe(
      'Id of the workspace; any other one is refused. Otherwise the first run that reads it pins it.',
    ),
  schedule: oneLine('a cron expression')
    .optional()
    .describe('Cron expression of five fields. None: runs by hand only.'),
  timezone: TimeZone.optional().meta({
    description: 'IANA time zone of the schedule.',
    default: CONFIG_DEFAULTS.timezone,
  }),
  concurrency: wholeNumber(1, 25)
    .optional()
    .meta({ description: 'Requests under way at once.', default: CONFIG_DEFAULTS.concurrency }),
  shareLimitsWith: ConnectionName.optional().describe("Borrow this connection's pace and concurrency."),
  requestsPerMinute: wholeNumber(1, 10_000).optional().meta({
    description: 'Pace to start with, requests a minute; what the server says replaces it.',
    default: CONFIG_DEFAULTS.requestsPerMinute,
  }),
  features: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9-]{0,63}$/), z.boolean())
    .optional()
    .describe(
      'Features that the workspace has (true) or lacks (false); a missing feature that is not declared is a gap.',
    ),
  collect: Collect.optional().describe('Which resources are read, and in what portions.'),
  baseUrl: HostUrl.optional().describe("Replaces the region's host; http only on a loopback address."),
  trustBaseUrl: z.boolean().optional().meta({
    description: "Allows an https host that is not Segment's; it will receive the token or write key.",
    default: false,
  }),
  otherRegionUrl: HostUrl.optional().describe('Host to ask before saying that the region is wrong.'),
  store: Store.optional(),
  signing: Signing.optional(),
  fingerprintKey: FingerprintKey.optional(),
  retention: Retention.optional(),
  alerts: z.array(Alert).optional().describe('Where alerts of this connection go.'),
  anchors: Anchors.optional(),
});

/** Rules across settings run although a single setting is wrong: all problems show at once. */
const evenIfWrong = { when: () => true };

export const Connection = connectionFields.check(
  z.superRefine((input, context) => {
    const value: unknown = input;
    if (!isRecord(value)) return;
    for (const [key, message] of connectionProblems(value)) {
      context.addIssue({ code: 'custom', path: [key], message });
    }
  }, evenIfWrong),
);
export type Connection = z.infer<typeof Connection>;

const connections = z.array(Connection).check(
  z.superRefine((input, context) => {
    const list: unknown = input;
    if (!Array.isArray(list)) return;
    const seen = new Set<unknown>();
    list.forEach((connection: unknown, index) => {
      const name = isRecord(connection) ? connection['name'] : undefined;
      if (name !== undefined && seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'expected a unique name, got one used above',
        });
      }
      seen.add(name);
    });
  }, evenIfWrong),
);

export const ConfigFile = z.strictObject({
  $schema: z.string().optional().describe('Address of this schema, for editors.'),
  store: Store.optional(),
  signing: Signing.optional(),
  fingerprintKey: FingerprintKey.optional(),
  retention: Retention.optional(),
  bucketOwner: z
    .string()
    .regex(/^\d{12}$/, { error: 'expected the 12 digits of an AWS account, in quotes' })
    .optional()
    .describe('AWS account that owns the bucket; every S3 call names it.'),
  connections: connections.optional().describe('One entry for each workspace and token.'),
  policy: z.looseObject({ files: InputFiles.optional() }).optional().describe('Parameters of the checks.'),
  alerts: z.array(Alert).optional().describe('Where alerts go.'),
  anchors: Anchors.optional(),
  sharedRequestsPerMinute: wholeNumber(1, 1_000_000)
    .optional()
    .describe(
      'Requests a minute of all connections together, for those behind one address. Several processes share it: each has an equal part.',
    ),
  report: z
    .boolean()
    .optional()
    .meta({ description: 'Whether each run puts a page beside its evidence.', default: false }),
  include: z
    .array(oneLine('a path'))
    .optional()
    .describe(
      'More files with connections; * stands for any characters in the last part of the path. secretsmanager:PREFIX: each secret whose name begins so is such a file.',
    ),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** What a file named by `include` may hold. */
export const IncludedFile = z.strictObject({ $schema: z.string().optional(), connections });
export type IncludedFile = z.infer<typeof IncludedFile>;

/** Returns the published JSON Schema; `schemas/json/config.v1.schema.json` is this, two spaces deep. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(ConfigFile, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (Object.is(zodSchema, Connection)) Object.assign(jsonSchema, KIND_OF_CONNECTION);
      if (Object.is(zodSchema, Alert)) Object.assign(jsonSchema, ALERT_RULES);
    },
  });
  return {
    $schema,
    $id: 'urn:segment-evidence:schema:config:v1',
    title: 'evidence.config.yaml',
    description: 'Configuration of segment-evidence, in YAML 1.2 or JSON. A secret never belongs in it.',
    ...rest,
  };
}

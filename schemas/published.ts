/**
 * Every format that is published as a JSON Schema, made from its zod schema: `schemas/json/*.json` is
 * written from this list by `npm run schemas`, and nothing in there is written by hand.
 */
import * as z from 'zod';
import { alert, alertDelivery } from './alert.ts';
import { bundle, statement } from './chain.ts';
import { checkResults } from './check-results.ts';
import { commandDocuments } from './commands/index.ts';
import { ConfigFile, configJsonSchema } from './config.ts';
import { configuration } from './configuration.ts';
import { inputNames } from './input-entry.ts';
import { inputLines } from './inputs.ts';
import { collectionLogLine, redactionLine } from './lines.ts';
import { manifest } from './manifest.ts';
import { manualEvidence } from './manual-evidence.ts';
import { besideFormats } from './published-beside.ts';
import { exportFormats } from './published-exports.ts';
import type { PublishedFormat } from './published-format.ts';
import { queueMessage } from './queue-message.ts';
import { receiptMessage } from './receipt-message.ts';
import type { ResourceDefinition } from './resource.ts';
import { resources } from './resources/index.ts';
import { resumePoint } from './resume-point.ts';
import { reviewDecisions, reviewPopulation } from './review.ts';
import { storedLine } from './stored.ts';

export type { PublishedFormat } from './published-format.ts';

const stored: readonly PublishedFormat[] = [
  {
    name: 'evidence-manifest',
    version: 1,
    title: 'evidence-manifest.json',
    description:
      'Table of contents of a snapshot: what was asked, what answered, what is missing, with digests.',
    schema: manifest,
  },
  {
    name: 'chain-statement',
    version: 1,
    title: 'Payload of a chain record',
    description:
      'What is signed: an in-toto Statement whose predicate repeats the manifest and links the record to the one before. Base64-decode dsseEnvelope.payload of a chain record to get it.',
    schema: statement,
  },
  {
    name: 'chain-record',
    version: 1,
    title: 'chain/NNN/NNNNNNNNNNNN.sigstore.json',
    description:
      'Signed record of one run: a Sigstore bundle around a DSSE envelope. Its existence is the commit.',
    schema: bundle,
  },
  ...exportFormats,
  {
    name: 'resume-point',
    version: 1,
    title: 'Payload of resume/SLOT/POINT/index-NNNNNN.json',
    description:
      'What a run that was cut off leaves to resume from: names encrypted files, and what they depend on. Evidence of nothing.',
    schema: resumePoint,
  },
  {
    name: 'configuration',
    version: 1,
    title: 'data/configuration.json',
    description:
      'What was asked of the connection: a declared list, without a store, path, host, ARN, account or person.',
    schema: configuration,
  },
  {
    name: 'check-results',
    version: 1,
    title: 'data/checks/results.json',
    description:
      'What every check answered about the run, with what it rests on. Asked again over the same snapshot, the same bytes come out.',
    schema: checkResults,
  },
  {
    name: 'collection-log',
    version: 1,
    title: 'Line of data/collection-log.jsonl',
    description: 'One attempt to read something from Segment. No bodies, no request headers.',
    schema: collectionLogLine,
  },
  {
    name: 'redactions',
    version: 1,
    title: 'Line of data/redactions.jsonl',
    description: 'What was withheld of one field of one resource, by which rule, and how often.',
    schema: redactionLine,
  },
  {
    name: 'alert',
    version: 1,
    title: 'Body of a webhook',
    description: 'One change of a condition: opened, ongoing or resolved. Other channels show the same.',
    schema: alert,
  },
  {
    name: 'receipt-message',
    version: 1,
    title: 'Body of a webhook, with `receipts: true`',
    description: 'The receipt of a record, and its time stamp, for whoever keeps them outside the store.',
    schema: receiptMessage,
  },
  {
    name: 'alert-delivery',
    version: 1,
    title: 'alerts/<alertId>.json',
    description: 'Says that a channel accepted an alert. Not signed; the alert follows from the records.',
    schema: alertDelivery,
  },
  {
    name: 'queue-message',
    version: 1,
    title: 'Body of a message on the queue',
    description:
      'Says that a connection is due. Its group is the connection that it shares limits with, or itself.',
    schema: queueMessage,
  },
  {
    name: 'review-population',
    version: 1,
    title: 'reviews/<reviewId>/population.json',
    description:
      'What an access review is about: whatever can be taken away from anybody, as one snapshot has it. Not signed; it follows from the snapshot.',
    schema: reviewPopulation,
  },
  {
    name: 'review-decisions',
    version: 1,
    title: 'reviews/<reviewId>/decisions-N.json',
    description: 'What was decided of each item of a review, by whom, and the file that says so.',
    schema: reviewDecisions,
  },
  {
    name: 'manual-evidence',
    version: 1,
    title: 'manual/<slot>/<id>/evidence.json',
    description:
      'What a file is that somebody attached by hand: its digest, and the days on which it counts. Not signed.',
    schema: manualEvidence,
  },
  ...besideFormats,
];

/** What is kept of a file of the company's own. */
const inputs: readonly PublishedFormat[] = inputNames.map((name) => ({
  name: `input-${name}`,
  version: 1,
  title: `Line of data/inputs/${name}.jsonl`,
  description: `One record of policy.files.${name}, or, with the id file, what is known of the file itself.`,
  schema: inputLines[name],
}));

function resourceFormat(definition: ResourceDefinition): PublishedFormat {
  const { name, schemaVersion, purpose } = definition;
  return {
    name: `resource-${name}`,
    version: schemaVersion,
    title: `Line of data/resources/${name}.jsonl`,
    description: `${purpose} A record that does not fit is kept as it is; its resource is then partial (invalid-records) in the manifest.`,
    schema: storedLine(definition),
  };
}

const printed: readonly PublishedFormat[] = Object.entries(commandDocuments).map(([name, schema]) => ({
  name,
  version: 1,
  title:
    name === 'error'
      ? '--json of a command that failed'
      : `segment-evidence ${name.replace('-', ' ')} --json`,
  description: 'The one JSON document on stdout.',
  schema,
}));

const config: PublishedFormat = {
  name: 'config',
  version: 1,
  title: 'evidence.config.yaml',
  description: 'Configuration of segment-evidence, in YAML 1.2 or JSON.',
  schema: ConfigFile,
};

export const publishedFormats: readonly PublishedFormat[] = [
  config,
  ...stored,
  ...resources.map(resourceFormat),
  ...inputs,
  ...printed,
];

/** Returns the name of the published file, such as `evidence-manifest.v1.schema.json`. */
export function schemaFileName({ name, version }: Pick<PublishedFormat, 'name' | 'version'>): string {
  return `${name}.v${version}.schema.json`;
}

/** Returns the address of a published schema: a name, not a place. A validator is handed the file that has it as `$id`. */
function schemaId({ name, version }: Pick<PublishedFormat, 'name' | 'version'>): string {
  return `urn:segment-evidence:schema:${name}:v${version}`;
}

/** Where a schema stands that others refer to: a format, or a list or an object of the manifest. */
const homes = new Map<unknown, { readonly format: PublishedFormat; readonly address: string }>(
  publishedFormats.flatMap((format) => [
    ...membersOf(format).map(
      ([key, member]) => [member, { format, address: `${schemaId(format)}#/properties/${key}` }] as const,
    ),
    [format.schema, { format, address: schemaId(format) }] as const,
  ]),
);

function membersOf({ schema }: PublishedFormat): readonly (readonly [string, z.ZodType])[] {
  if (schema !== manifest) return [];
  const isLarge = (member: z.ZodType) => ['object', 'array', 'nullable'].includes(member.def.type);
  return Object.entries(manifest.shape).filter(([, member]) => isLarge(member));
}

/**
 * Returns the JSON Schema (draft 2020-12) of a format. It accepts exactly what the zod schema accepts. What
 * another published schema says is a `$ref` to its `$id`.
 */
export function toJsonSchema(format: PublishedFormat): Record<string, unknown> {
  if (format.schema === ConfigFile) return configJsonSchema();
  const { $schema, ...rest } = z.toJSONSchema(format.schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      dropBase64Format(jsonSchema);
      const home = homes.get(zodSchema);
      if (home !== undefined && home.format !== format) referTo(home.address, jsonSchema);
    },
  });
  const { title, description } = format;
  return { $schema, $id: schemaId(format), title, description, ...rest };
}

/** `base64` is no format of JSON Schema: a strict validator would refuse the schema. Its pattern says it all. */
function dropBase64Format(jsonSchema: { format?: string }): void {
  if (jsonSchema.format === 'base64') delete jsonSchema.format;
}

function referTo(address: string, jsonSchema: Record<string, unknown>): void {
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  jsonSchema['$ref'] = address;
}

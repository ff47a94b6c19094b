/** The published JSON Schemas and their examples, read as a stranger would: from the files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { type PublishedFormat, publishedFormats, schemaFileName } from '../../schemas/published.ts';
import { readFolder } from '../support/folder.ts';

export const JSON_FOLDER = resolve(import.meta.dirname, '../../schemas/json');
const GOLDEN = resolve(import.meta.dirname, '../golden/store');

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export const schemaText = (format: PublishedFormat) =>
  readFileSync(join(JSON_FOLDER, schemaFileName(format)), 'utf8');

/** As strict as ajv can be: an unknown keyword or format is an error. It knows the published files and no other place. */
const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  // Making its code shorter takes longer than running it.
  code: { optimize: false },
});
formats.default(ajv);
for (const format of publishedFormats) ajv.addSchema(JSON.parse(schemaText(format)) as object);

/** Returns a validator of the published schema of a format, found by its `$id`. */
export function validatorOf({ name, version }: PublishedFormat): ValidateFunction {
  const validate = ajv.getSchema(`urn:segment-evidence:schema:${name}:v${version}`);
  if (validate === undefined) throw new Error(`${name}: no schema is published under its address`);
  return validate;
}

/** Returns what the published schema of a format has against a value; nothing when it accepts it. */
export function problemsOf(name: string, value: Json): readonly string[] {
  const format = publishedFormats.find((published) => published.name === name);
  if (format === undefined) return [`no format ${name} is published`];
  const validate = validatorOf(format);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** Names of the example files of a format; the configuration's is YAML, since people write it so. */
export function exampleFile({ name, version }: PublishedFormat): string {
  return `${name}.v${version}.example.${name === 'config' ? 'yaml' : 'json'}`;
}

/** Returns the example of a format; undefined where its file is missing. */
export function exampleOf(format: PublishedFormat): Json | undefined {
  const path = join(JSON_FOLDER, exampleFile(format));
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  return (path.endsWith('.yaml') ? parse(text) : JSON.parse(text)) as Json;
}

export const publishedFiles = () => readdirSync(JSON_FOLDER);

/** Every document of the golden store, with the format it must have. */
export function* goldenDocuments(): Generator<{
  readonly format: string;
  readonly where: string;
  readonly value: Json;
}> {
  for (const [path, bytes] of readFolder(GOLDEN)) {
    const text = bytes.toString('utf8');
    if (path.endsWith('.sigstore.json')) {
      const value = JSON.parse(text) as { readonly dsseEnvelope: { readonly payload: string } };
      const payload = Buffer.from(value.dsseEnvelope.payload, 'base64').toString('utf8');
      yield { format: 'chain-record', where: path, value };
      yield { format: 'chain-statement', where: path, value: JSON.parse(payload) as Json };
    } else if (path.endsWith('/evidence-manifest.json')) {
      yield { format: 'evidence-manifest', where: path, value: JSON.parse(text) as Json };
    } else if (path.endsWith('/data/configuration.json')) {
      yield { format: 'configuration', where: path, value: JSON.parse(text) as Json };
    } else if (path.endsWith('/data/checks/results.json')) {
      yield { format: 'check-results', where: path, value: JSON.parse(text) as Json };
    } else if (path.endsWith('.jsonl')) {
      const format = path.replace(/^.*\/data\/(?:(resource)s\/)?(.*)\.jsonl$/, (_all, kind, name) =>
        kind === undefined ? name : `${kind}-${name}`,
      );
      for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
        yield { format, where: `${path}:${index + 1}`, value: JSON.parse(line) as Json };
      }
    } else if (/\.json$/.test(path)) {
      throw new Error(`${path}: no published format is known for it`);
    }
  }
}

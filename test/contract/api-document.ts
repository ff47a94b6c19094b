/**
 * The API document as a judge: which operation a path template belongs to, and whether a body is what
 * the document says that operation answers with a status. Stricter than the document itself: an object
 * may have no property the document does not name, but for those that real bodies are known to have.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What real bodies have beyond the document, by schema: as seen in published exports, samples and tests of Segment's
 * own clients.
 */
const SEEN: Readonly<Record<string, Json>> = {
  FunctionV1: { workspaceId: { type: 'string' }, buildpack: { type: 'string' } },
  TrackingPlanV1: { resourceSchemaId: { type: 'string' } },
  TransformationV1: {
    workspaceId: { type: 'string' },
    propertyDrops: { type: 'array', items: { type: 'string' } },
  },
};

/** Adds to the document what real bodies have beyond it. */
function withSeen(document: Json): Json {
  const components = document['components'] as { readonly schemas: Readonly<Record<string, Json>> };
  const schemas: Record<string, Json> = { ...components.schemas };
  for (const [name, seen] of Object.entries(SEEN)) {
    const properties = schemas[name]?.['properties'];
    if (!isObject(properties)) throw new Error(`api document: schema ${name}: expected properties, got none`);
    schemas[name] = { ...schemas[name], properties: { ...properties, ...seen } };
  }
  return { ...document, components: { ...components, schemas } };
}

/** Returns a copy in which every object schema that does not say otherwise is closed. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = isObject(schema['properties']) && !('additionalProperties' in schema) && 'type' in schema;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}

export interface ApiDocument {
  /** The operation id of a path template, or null when the document has no such GET. */
  operationOf(template: string): string | null;
  /** API versions an operation is served in, as the document says. */
  versionsOf(template: string): readonly string[];
  /** Largest page of a list, or null when the operation has no paging. */
  pageMaxOf(template: string): number | null;
  /** Names of an operation's query parameters, such as `pagination.count`. */
  queryOf(template: string): readonly string[];
  /** What is wrong with a body, one line a problem; empty when nothing is. */
  problems(template: string, status: number, mediaType: string, body: unknown): readonly string[];
}

/** Reads the document beside this file. */
export function readApiDocument(): ApiDocument {
  const file = new URL('./segment-read-api.openapi.json', import.meta.url);
  const raw = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const document = closed(withSeen(raw)) as Json;
  // Making its code shorter takes longer than running it.
  const code = { optimize: false };
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, code });
  formatsPlugin.default(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();

  const at = (...keys: readonly string[]): unknown =>
    keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
  const operation = (template: string): Json | null => {
    const found = at('paths', template, 'get');
    return isObject(found) ? found : null;
  };
  const pointer = (keys: readonly string[]) =>
    `api#/${keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')).join('/')}`;
  const schemaKeys = (template: string, status: number, mediaType: string): readonly string[] | null => {
    const name = status >= 500 ? '5XX' : String(status);
    const keys = ['paths', template, 'get', 'responses', name];
    const response = at(...keys);
    if (!isObject(response)) return null;
    const reference = response['$ref'];
    const home = typeof reference === 'string' ? reference.slice(2).split('/') : keys;
    const schema = [...home, 'content', mediaType, 'schema'];
    return at(...schema) === undefined ? null : schema;
  };
  return {
    operationOf: (template) => {
      const id = operation(template)?.['operationId'];
      return typeof id === 'string' ? id : null;
    },
    versionsOf: (template) => {
      const versions = operation(template)?.['x-versions'];
      return Array.isArray(versions) ? versions.map(String) : [];
    },
    pageMaxOf: (template) => {
      const max = operation(template)?.['x-page-max'];
      return typeof max === 'number' ? max : null;
    },
    queryOf: (template) => {
      const parameters = operation(template)?.['parameters'];
      const all = Array.isArray(parameters) ? parameters.filter(isObject) : [];
      return all.filter((parameter) => parameter['in'] === 'query').map(({ name }) => String(name));
    },
    problems: (template, status, mediaType, body) => {
      const keys = schemaKeys(template, status, mediaType);
      if (keys === null) return [`the document has no ${mediaType} for status ${status} of ${template}`];
      const reference = pointer(keys);
      const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference });
      compiled.set(reference, validate);
      return validate(body)
        ? []
        : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    },
  };
}

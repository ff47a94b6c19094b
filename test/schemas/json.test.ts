/** What we publish for everyone who does not run our code must say the same as our code. */
import { describe, expect, it } from 'vitest';
import { publishedFormats, schemaFileName, toJsonSchema } from '../../schemas/published.ts';
import {
  exampleFile,
  exampleOf,
  goldenDocuments,
  problemsOf,
  publishedFiles,
  schemaText,
} from './json-schemas.ts';
import { placesIn, replaceAt, valueAt } from './mutations.ts';

describe.each(publishedFormats)('the published schema of $name', (format) => {
  it('is what the code says (else: npm run schemas)', () => {
    expect(JSON.parse(schemaText(format))).toEqual(toJsonSchema(format));
  });

  it('says what it is, under an address of its own', () => {
    const schema = JSON.parse(schemaText(format));

    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toBe(`urn:segment-evidence:schema:${format.name}:v${format.version}`);
    expect(schema.title).not.toBe('');
    expect(schema.description).not.toBe('');
  });

  it('accepts its example, and so does the code', () => {
    const example = exampleOf(format);

    expect(example, `schemas/json/${exampleFile(format)} is missing`).toBeDefined();
    expect(problemsOf(format.name, example ?? null)).toEqual([]);
    expect(format.schema.safeParse(example).success).toBe(true);
  });
});

describe('the folder of published schemas', () => {
  it('holds a schema and an example of each format, and nothing that is made from none', () => {
    const expected = publishedFormats.flatMap((format) => [schemaFileName(format), exampleFile(format)]);
    // Files of an earlier version stay for ever, beside the newer ones.
    const known = new Set(expected.map((file) => file.replace(/\.v\d+\./, '.')));

    expect(expected.filter((file) => !publishedFiles().includes(file))).toEqual([]);
    expect(publishedFiles().filter((file) => !known.has(file.replace(/\.v\d+\./, '.')))).toEqual([]);
  });

  it('does not repeat what one of them says in another, and refers to nothing outside', () => {
    const texts = publishedFormats.map(schemaText);
    const ids = texts.map((text) => JSON.parse(text)['$id'] as string);
    const referred = texts.flatMap((text) =>
      [...text.matchAll(/"\$ref": "(urn:[^"#]*)/g)].map(([, id]) => id),
    );
    const demo = publishedFormats.find(({ name }) => name === 'demo');
    const { properties } = JSON.parse(demo === undefined ? '{}' : schemaText(demo));

    expect(properties.collect).toEqual({ $ref: 'urn:segment-evidence:schema:collect:v1' });
    expect(referred.filter((id) => !ids.includes(id ?? ''))).toEqual([]);
  });

  it('names the schema of each document that a command prints in the document itself', () => {
    for (const format of publishedFormats) {
      const example = exampleOf(format);
      if (typeof example !== 'object' || example === null || !('schema' in example)) continue;
      const name = format.name.replace(/^evidence-/, '');

      expect(example['schema']).toBe(`segment-evidence/${name}/v${format.version}`);
    }
  });
});

describe('the golden store', () => {
  const documents = [...goldenDocuments()];

  it('is read whole: every stored format, and every resource that has records there', () => {
    const seen = new Set(documents.map(({ format }) => format));
    const published = publishedFormats.map(({ name }) => name);
    const stored = published.filter((name) =>
      /^(?:chain-|evidence-|configuration$|collection-|redactions)/.test(name),
    );

    expect([...seen].filter((name) => !published.includes(name))).toEqual([]);
    expect([...stored, 'resource-users'].filter((name) => !seen.has(name))).toEqual([]);
  });

  it('holds nothing that its published schema refuses', () => {
    const refused = documents.flatMap(({ format, where, value }) =>
      problemsOf(format, value).map((problem) => `${where}: ${format}${problem}`),
    );

    expect(refused).toEqual([]);
  });
});

describe('a withheld value', () => {
  const withheld = [...goldenDocuments()]
    .filter(({ format }) => format.startsWith('resource-'))
    .flatMap((document) =>
      placesIn(document.value)
        .filter((place) => String(valueAt(document.value, place)).startsWith('hmac-sha256:'))
        .filter((place) => typeof valueAt(document.value, place) === 'string')
        .map((place) => ({ ...document, place })),
    );

  it('is refused when it stands there in clear', () => {
    const accepted = withheld.filter(
      ({ format, value, place }) =>
        problemsOf(
          format,
          replaceAt(value, place, () => 'a secret in clear'),
        ).length === 0,
    );

    expect(withheld.length).toBeGreaterThan(0);
    expect(accepted).toEqual([]);
  });

  it('is accepted in every form it may have', () => {
    const sources = publishedFormats.find(({ name }) => name === 'resource-sources');
    const example = sources === undefined ? null : (exampleOf(sources) ?? null);
    const fingerprint = 'hmac-sha256:d0a1d18c:8PYhaUyvg4B_ZplrLQLNay';
    const settings = {
      on: true,
      none: null,
      port: 5432,
      empty: '',
      host: { $fingerprint: fingerprint, $host: 'db.example', $region: 'eu-west-1' },
      key: { $fingerprint: fingerprint, $masked: true },
      pin: { $fingerprint: fingerprint, $type: 'number' },
      list: [{ $fingerprint: fingerprint }, { deep: { $fingerprint: fingerprint } }],
    };
    const drifted = { $type: 'object' };

    const kept = replaceAt(example, ['data'], (data) => ({ ...(data as object), settings, drifted }));
    const clear = replaceAt(kept, ['data', 'settings', 'list', 1, 'deep'], () => 'db.acme.example');
    const unknown = replaceAt(kept, ['data', 'drifted'], () => 'in clear');

    expect(problemsOf('resource-sources', kept)).toEqual([]);
    expect(problemsOf('resource-sources', clear)).not.toEqual([]);
    expect(problemsOf('resource-sources', unknown)).not.toEqual([]);
  });
});

/** What we publish for everyone who does not run our code must say the same as our code. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedFormats, schemaFileName, toJsonSchema } from '../../schemas/published.ts';
import {
  exampleFile,
  exampleOf,
  goldenDocuments,
  type Json,
  publishedFiles,
  schemaText,
  validatorOf,
} from './json-schemas.ts';
import { mutationsOf, placesIn, replaceAt, valueAt } from './mutations.ts';

const validators = new Map(publishedFormats.map((format) => [format.name, validatorOf(format)]));

function problemsOf(name: string, value: Json): readonly string[] {
  const validate = validators.get(name);
  if (validate === undefined) return [`no format ${name} is published`];
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

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

  it('names the schema of each document that a command prints in the document itself', () => {
    for (const format of publishedFormats) {
      const example = exampleOf(format);
      if (typeof example !== 'object' || example === null || !('schema' in example)) continue;
      const name = format.name.replace(/^evidence-/, '');

      expect(example.schema).toBe(`segment-evidence/${name}/v${format.version}`);
    }
  });
});

describe('the golden store', () => {
  const documents = [...goldenDocuments()];

  it('is read whole: every stored format, and every resource of the golden run', () => {
    const seen = new Set(documents.map(({ format }) => format));

    expect([...seen].sort()).toEqual(
      publishedFormats
        .map(({ name }) => name)
        .filter((name) => /^(?:chain-|evidence-|collection-|redactions|resource-)/.test(name))
        .sort(),
    );
  });

  it('holds nothing that its published schema refuses', () => {
    const refused = documents.flatMap(({ format, where, value }) =>
      problemsOf(format, value).map((problem) => `${where}: ${format}${problem}`),
    );

    expect(refused).toEqual([]);
  });
});

/** Places where the format leaves the choice to whoever writes: anything may stand there, or be added. */
const OPEN_PLACES: Readonly<Record<string, RegExp>> = {
  'config-show': /\/value(?:\/|$)/,
  config: /^\/policy(?:\/|$)/,
};
/** Members that need not be there, of objects whose members are data. */
const isData = (pointer: string) => /^\/(?:connections\/\d+\/(?:settings|features|lastGood)|query)\/[^/]+$/.test(pointer);

describe.each(publishedFormats)('changes to the example of $name', (format) => {
  const example = exampleOf(format) ?? null;
  const mutations = mutationsOf(example).filter(
    ({ path }) => OPEN_PLACES[format.name]?.test(`/${path.join('/')}`) !== true,
  );
  const fits = (value: Json) => format.schema.safeParse(value).success;

  it.each(['missing', 'extra', 'wrong type'] as const)('are refused by the published schema: %s', (kind) => {
    const made = mutations.filter((mutation) => mutation.kind === kind);
    const accepted = made.filter(({ value }) => problemsOf(format.name, value).length === 0);

    expect(made.length).toBeGreaterThan(0);
    // What may be absent, and what may hold anything, is said by the code alone.
    expect(accepted.filter(({ value }) => !fits(value))).toEqual([]);
    expect(accepted.length).toBeLessThan(made.length);
  });

  it('are judged alike by the published schema and the code, whatever they are', () => {
    const places = placesIn(example);
    const mutation = fc.record({
      place: fc.constantFrom(...places),
      with: fc.oneof(
        fc.constant(undefined),
        fc.constantFrom(...places.map((place) => valueAt(example, place))),
        fc.jsonValue({ maxDepth: 2, noUnicodeString: false }) as fc.Arbitrary<Json>,
        fc.constantFrom<Json>('', 0, -1, 1.5, 2 ** 53, null, [], {}, '2026-02-30T00:00:00Z', '2026-11-22T03:00Z'),
      ),
    });

    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce<Json>((value, change) => {
          const stillThere = placesIn(value).some((place) => place.join('/') === change.place.join('/'));
          return stillThere ? replaceAt(value, change.place, () => change.with) : value;
        }, example);

        expect(problemsOf(format.name, changed).length === 0).toBe(fits(changed));
      }),
      { numRuns: 200 },
    );
  });
});

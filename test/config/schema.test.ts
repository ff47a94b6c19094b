import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { ConfigFile, configJsonSchema } from '../../schemas/config.ts';
import { NOT_YET } from '../../src/config/not-yet.ts';
import { load, MINIMAL, problemsOf } from './folder.ts';

const read = (name: string) => readFileSync(new URL(`../../schemas/json/${name}`, import.meta.url), 'utf8');
const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const example = read('config.v1.example.yaml');

function validator() {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(JSON.parse(read('config.v1.schema.json')) as object);
}

describe('the published JSON Schema', () => {
  it('is what the zod schema says (else write configJsonSchema() to it again)', () => {
    expect(read('config.v1.schema.json')).toBe(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  });

  it('has an address of its own, and explains every setting of a connection', () => {
    const schema = configJsonSchema();
    const described = z.object({ description: z.string() }).loose();
    const items = z.object({ properties: z.record(z.string(), described) });
    const properties = z.object({ connections: z.object({ items }) });

    expect(schema['$id']).toBe('urn:segment-evidence:schema:config:v1');
    expect(() => properties.parse(schema['properties'])).not.toThrow();
  });

  it.each([
    ['the example', example, true],
    ['the least there is', MINIMAL, true],
    ['an unknown key', `${MINIMAL}stoer: x\n`, false],
    ['a token that is none', MINIMAL.replace('env:ACME_TOKEN', 'abc'), false],
    ['no token', MINIMAL.replace('    token: env:ACME_TOKEN\n', ''), false],
    ['a write key for a token', MINIMAL.replace('token', 'writeKey'), false],
    [
      'a schedule for a write key',
      MINIMAL.replace(
        'token: env:ACME_TOKEN',
        'writeKey: env:W\n    type: write-key\n    schedule: "* * * * *"',
      ),
      false,
    ],
    ['too much concurrency', `${MINIMAL}    concurrency: 26\n`, false],
  ])('and the loader’s own schema agree on %s', (_title, text, isValid) => {
    const value: unknown = parse(text);

    expect(validator()(value)).toBe(isValid);
    expect(ConfigFile.safeParse(value).success).toBe(isValid);
  });
});

describe('the example', () => {
  it('names everything that may be written', () => {
    const value = ConfigFile.parse(parse(example));
    const written = new Set(value.connections?.flatMap((connection) => Object.keys(connection)));
    const connection = ConfigFile.shape.connections.unwrap().element;

    expect(Object.keys(connection.shape).filter((key) => !written.has(key))).toEqual([]);
    expect(Object.keys(ConfigFile.shape).filter((key) => key !== '$schema' && !(key in value))).toEqual([]);
  });

  it('loads once what this version cannot do is taken out', async () => {
    const today = example
      .replace(/^alerts:\n(?: {2}.*\n)*/m, '')
      .replace(/^ *retention: .*\n/gm, '')
      .replace(/^include: .*\n/m, '');
    const files = { 'keys/2025.pub.pem': publicKey };

    expect((await load(today, {}, files)).connections.map(({ name }) => name)).toEqual([
      'acme-production',
      'acme-staging',
    ]);
  });

  it('and until then is refused for that alone', async () => {
    const messages = [
      ...NOT_YET.map(({ message }) => message),
      'expected no retention',
      'expected a folder that can be read',
      'previousKeys.0: the public key in it: expected a file, got none',
    ];

    const others = (await problemsOf(example)).filter(
      (problem) => !messages.some((message) => problem.includes(message)),
    );

    expect(others).toEqual([]);
  });
});

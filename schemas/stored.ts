/**
 * What a record looks like once it is kept: Segment's object after its schema's policy was applied.
 * Read from the same schema as the policy, so the published format cannot promise what is withheld.
 */
import * as z from 'zod';
import { parentFields } from './place.ts';
import { compilePolicy } from './policy.ts';
import type { ResourceDefinition } from './resource.ts';

const FINGERPRINT = 'hmac-sha256:[0-9a-f]{8}:[A-Za-z0-9_-]{22}';

/** A withheld secret. Nothing can be withheld of an empty text, so it stays and says that it was empty. */
const withheldText = z
  .string()
  .regex(new RegExp(`^(?:${FINGERPRINT}|\\s*)$`))
  .meta({
    id: 'withheldText',
    description: 'Keyed fingerprint of a withheld text; blank where it was blank.',
  });

/** A value that no schema names, or that was too deep to read. */
const withheldValue = z
  .strictObject({
    $type: z.enum(['string', 'number', 'boolean', 'object', 'array', 'null']),
    $fingerprint: z
      .string()
      .regex(new RegExp(`^${FINGERPRINT}$`))
      .optional()
      .describe('Over its RFC 8785 bytes; absent where it has none.'),
  })
  .meta({ id: 'withheldValue', description: 'A withheld value that no schema names.' });

/** Program text or a query, of which nothing is kept but what is no secret. */
const codeFacts = z
  .strictObject({
    $bytes: z.int().positive(),
    $digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    $hosts: z
      .array(z.string())
      .optional()
      .describe(
        'Hosts that it names, sorted. `*` stands for a part that is built when it runs, and for a label of 16 or more mixed letters and digits. Absent, as the next two, where it has more than 1,000,000 characters.',
      ),
    $secrets: z
      .record(z.string(), z.int().positive())
      .optional()
      .describe('What a search for secrets found: how many of which kind.'),
    $selectsAll: z
      .boolean()
      .optional()
      .describe(
        'Of a query: whether it takes every column of some table. Absent where it cannot be read so far.',
      ),
    $type: z.literal('string'),
  })
  .meta({ id: 'codeFacts', description: 'Withheld program text or query: digest, length and facts.' });

export type CodeFacts = z.infer<typeof codeFacts>;

/** A withheld setting, with what is no secret of it: to which vendor, host and region data goes. */
const withheldSetting = z
  .strictObject({
    $fingerprint: z.string().regex(new RegExp(`^${FINGERPRINT}$`)),
    $scheme: z.string().optional().describe('Scheme of an address.'),
    $host: z
      .string()
      .optional()
      .describe(
        'Host, without user, port, path and query. A label of 16 or more mixed letters and digits is `*`.',
      ),
    $region: z.string().optional(),
    $database: z.string().optional(),
    $bucket: z.string().optional(),
    $masked: z.literal(true).optional().describe('Segment sent a mask: the fingerprint is that of the mask.'),
  })
  .meta({ id: 'withheldSetting', description: 'A withheld text of free-form settings.' });

export type WithheldSetting = z.infer<typeof withheldSetting>;

const setting: z.ZodType = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.literal(''),
      withheldSetting,
      withheldValue,
      z.array(setting),
      z.record(z.string(), setting),
    ]),
  )
  .meta({ id: 'setting', description: 'A free-form setting: every text in it is withheld.' });

const mapped: z.ZodType = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.string(),
      withheldSetting,
      withheldValue,
      z.array(mapped),
      // What was withheld has no other form than the two above.
      z.record(z.string().regex(/^(?!\$fingerprint$)/), mapped),
    ]),
  )
  .meta({
    id: 'mapped',
    description:
      'Part of a mapping: names, paths and directives are kept; texts that could be secrets are not.',
  });

/** Returns the schema of what is kept of a value; undefined where nothing is. */
function storedForm(schema: z.ZodType): z.ZodType | undefined {
  const { kind } = compilePolicy(schema);
  // Before anything is unwrapped: a policy may stand on the wrapper.
  if (kind === 'volatile' || kind === 'catalogue' || kind === 'elsewhere') return undefined;
  if (schema instanceof z.ZodOptional)
    return storedForm(schema.unwrap() as z.ZodType)
      ?.nullable()
      .optional();
  if (schema instanceof z.ZodNullable) return storedForm(schema.unwrap() as z.ZodType)?.nullable();
  switch (kind) {
    case 'secret':
    case 'subject':
      return withheldText;
    case 'digest':
      return z.union([z.literal(''), codeFacts]);
    case 'settings':
      return schema instanceof z.ZodUnknown ? setting : z.record(z.string(), setting);
    case 'sealed':
      return z.record(z.string(), z.union([z.null(), withheldText, withheldValue]));
    case 'mapping':
      return z.record(z.string(), mapped);
    case 'object':
      return storedObject(schema as z.ZodObject);
    case 'array':
      return z.array(storedForm((schema as z.ZodArray).element as z.ZodType) ?? withheldValue);
    case 'keep':
    case 'identifier':
    case 'login':
    case 'json':
    case 'condition':
      return schema;
    default:
      return kind satisfies never;
  }
}

function storedObject(schema: z.ZodObject): z.ZodType {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
    const stored = storedForm(field);
    return stored === undefined ? [] : [[name, stored] as const];
  });
  return z.object(Object.fromEntries(fields)).catchall(withheldValue);
}

/** Returns the schema of one line of `data/resources/<resource>.jsonl`. */
export function storedLine(definition: Pick<ResourceDefinition, 'record' | 'parent' | 'alsoAt'>): z.ZodType {
  const parent = storedParent(definition);
  return z.strictObject({
    data: storedObject(definition.record).describe("Segment's object, normalised."),
    id: z.string().describe('Unique in the resource.'),
    ...(parent === undefined ? {} : { parent }),
  });
}

/** What all places have is required; what some have may be there. */
function storedParent({
  parent,
  alsoAt = [],
}: Pick<ResourceDefinition, 'parent' | 'alsoAt'>): z.ZodType | undefined {
  const places = [parent, ...alsoAt.map((place) => place.parent)].map((each) =>
    each === undefined ? [] : parentFields(each),
  );
  const fields = [...new Set(places.flat())];
  if (fields.length === 0) return undefined;
  const areAlike = (field: string) => places.every((place) => place.includes(field));
  const members = fields.map((field) => [field, areAlike(field) ? z.string() : z.string().optional()]);
  const stored = z.strictObject(Object.fromEntries(members));
  return places.some((place) => place.length === 0) ? stored.optional() : stored;
}

/**
 * What a company says of itself: values for the parameters of the checks, what it has accepted, and what does not
 * apply to it. Its shape follows from the checks: a parameter that a check declares can be set, for it alone or by its
 * name for all that have it.
 */
import * as z from 'zod';
import { InputFiles } from '../../schemas/config-inputs.ts';
import { addressIn, secretIn } from '../evidence/human-words.ts';
import type { Check } from './check.ts';

export const waiver = z.strictObject({
  check: z.string().describe('Id of the check.'),
  subjects: z.array(z.string()).min(1).optional().describe('Subjects as results name them; absent: all.'),
  approverRole: z.string().min(1).describe('Role of who accepted it, such as CISO. No name.'),
  reason: z.string().min(1),
  ticket: z.string().optional(),
  expires: z.iso.date().describe('Last day on which it holds, in UTC.'),
});
export type Waiver = z.infer<typeof waiver>;

const exemption = z.strictObject({
  check: z.string().describe('Id of the check.'),
  reason: z.string().min(1).describe('The fact that makes it so.'),
});

/** Words in the configuration: they are sealed as they stand, and name roles, no people. */
const words = z.string().superRefine((text, context) => {
  const got = text.trim() === '' ? 'blanks' : addressIn(text);
  if (got !== undefined) context.addIssue(`expected text, got ${got}`);
});

const day = z.iso.date({ error: ({ input }) => (typeof input === 'string' ? NO_DAY : undefined) });
const NO_DAY = 'expected a day such as 2026-11-22';

/** Adds an issue at every text with a secret in it: all of a policy but its files is sealed. */
function withoutSecrets(value: unknown, context: z.RefinementCtx, path: readonly PropertyKey[] = []): void {
  if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name;
      if (path.length > 0 || key !== 'files') withoutSecrets(member, context, [...path, key]);
    }
  const got = typeof value === 'string' ? secretIn(value) : undefined;
  if (got !== undefined)
    context.addIssue({ code: 'custom', path: [...path], message: `expected text, got ${got}` });
}

export interface Policy {
  readonly waivers: readonly Waiver[];
  readonly notApplicable: readonly z.infer<typeof exemption>[];
  /** The values that a check is asked with. @throws ZodError when they do not fit */
  paramsOf(check: Check): Record<string, unknown>;
}

/**
 * Returns the schema of `policy` for some checks, as somebody writes it now: unknown names are errors. What was sealed
 * is read with less, so that no version refuses what an earlier one has taken.
 */
export function policySchema(checks: readonly Check[]): z.ZodObject {
  const shared: Record<string, z.ZodType> = {};
  for (const { params } of checks) {
    for (const [name, schema] of Object.entries(params.shape as Record<string, z.ZodType>))
      shared[name] ??= givenOnly(schema);
  }
  const own = checks.map(({ id, params, title }) => {
    const shape = Object.entries(params.shape as Record<string, z.ZodType>);
    return [
      id,
      z
        .strictObject(Object.fromEntries(shape.map(([name, schema]) => [name, givenOnly(schema)])))
        .optional()
        .describe(title),
    ] as const;
  });
  const check = z.enum(checks.map(({ id }) => id)).describe('Id of the check.');
  const shape = {
    ...shared,
    files: InputFiles.optional(),
    checks: z
      .strictObject(Object.fromEntries(own))
      .optional()
      .describe('Values for one check alone, by its id.'),
    waivers: z
      .array(
        waiver.extend({
          check,
          approverRole: words.describe('Role of who accepted it, such as CISO. No name.'),
          reason: words,
          ticket: words.optional(),
          expires: day.describe('Last day on which it holds, in UTC.'),
        }),
      )
      .optional()
      .describe('Fails that somebody has accepted, until a day.'),
    notApplicable: z
      .array(exemption.extend({ check, reason: words.describe('The fact that makes it so.') }))
      .optional()
      .describe('Checks that do not apply to this company, with the fact that makes it so.'),
  };
  return z.strictObject(shape).superRefine((value, context) => withoutSecrets(value, context));
}

/** A value that nobody gave is the check's own to choose. */
function givenOnly(schema: z.ZodType): z.ZodType {
  const inner = schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;
  return inner.optional().describe(schema.description ?? '');
}

/** Returns a policy from what the configuration says, which fits its schema. */
export function toPolicy(given: Readonly<Record<string, unknown>> = {}): Policy {
  const { checks: own, waivers, notApplicable: exempt, ...shared } = given;
  return {
    waivers: z.array(waiver).default([]).parse(waivers),
    notApplicable: z.array(exemption).default([]).parse(exempt),
    paramsOf: ({ id, params }) => {
      const names = Object.keys(params.shape);
      const named = Object.entries(shared).filter(([name]) => names.includes(name));
      const ownValues = (own as Readonly<Record<string, object>> | undefined)?.[id];
      return params.parse({ ...Object.fromEntries(named), ...ownValues }) as Record<string, unknown>;
    },
  };
}

/**
 * What a company says of itself: values for the parameters of the checks, what it has accepted, and what does not
 * apply to it. Its shape follows from the checks: a parameter that a check declares can be set, for it alone or by its
 * name for all that have it.
 */
import * as z from 'zod';
import { InputFiles } from '../../schemas/config-inputs.ts';
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

export interface Policy {
  readonly waivers: readonly Waiver[];
  readonly notApplicable: readonly z.infer<typeof exemption>[];
  /** The values that a check is asked with. @throws ZodError when they do not fit */
  paramsOf(check: Check): Record<string, unknown>;
}

/** Returns the schema of `policy` for some checks. Unknown names are errors. */
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
  return z.strictObject({
    ...shared,
    files: InputFiles.optional(),
    checks: z
      .strictObject(Object.fromEntries(own))
      .optional()
      .describe('Values for one check alone, by its id.'),
    waivers: z.array(waiver).optional().describe('Fails that somebody has accepted, until a day.'),
    notApplicable: z
      .array(exemption)
      .optional()
      .describe('Checks that do not apply to this company, with the fact that makes it so.'),
  });
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

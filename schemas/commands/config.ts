/** What `config show --json` and `config validate --json` print. */
import * as z from 'zod';
import { configIssue } from './error.ts';

const shownSetting = z.strictObject({
  value: z.unknown().describe('Secrets as references, never their values.'),
  origin: z.enum(['flag', 'environment', 'file', 'default']),
  where: z.string().optional().describe('FILE:LINE:COLUMN, the variable or the flag; a default has none.'),
});

export const configShowDocument = z.strictObject({
  schema: z.literal('segment-evidence/config-show/v1'),
  files: z.array(z.string()),
  general: z.strictObject({
    logLevel: shownSetting,
    policy: shownSetting,
    sharedRequestsPerMinute: shownSetting.optional(),
    consumers: shownSetting.optional(),
  }),
  connections: z.array(
    z.strictObject({
      name: z.string(),
      settings: z.record(z.string(), shownSetting).describe('Named as in the file.'),
    }),
  ),
});

const schema = z.literal('segment-evidence/config-validate/v1');

export const configValidateDocument = z.discriminatedUnion('valid', [
  z.strictObject({
    schema,
    valid: z.literal(true),
    files: z.array(z.string()),
    connections: z.array(z.string()),
    issues: z.array(configIssue).max(0),
    ignoredColumns: z
      .array(
        z.strictObject({
          file: z.string(),
          line: z.int().positive(),
          column: z.int().positive(),
          name: z.string().optional().describe('Absent where it does not look like a name.'),
          near: z.string().optional().describe('The column that may be meant.'),
        }),
      )
      .optional()
      .describe('Columns of files of `policy.files` that are not read; absent where there are none.'),
  }),
  z.strictObject({
    schema,
    valid: z.literal(false),
    message: z.string(),
    issues: z.array(configIssue).min(1),
  }),
]);

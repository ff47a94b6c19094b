/** What `--json` prints when a command cannot answer. */
import * as z from 'zod';
import { errorCode } from './exit-code.ts';

/** One problem in the configuration; line and column count from 1, absent where no file is to blame. */
export const configIssue = z.strictObject({
  file: z.string().optional(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  path: z.string().describe('Dotted path of the setting.'),
  message: z.string(),
});

export const errorDocument = z.strictObject({
  schema: z.literal('segment-evidence/error/v1'),
  code: errorCode,
  message: z.string(),
  hint: z.string().optional().describe('What to do about it.'),
  issues: z
    .array(configIssue)
    .optional()
    .describe('The problems of the configuration; of more than 100 the first 100.'),
});

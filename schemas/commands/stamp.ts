/** What became of the time stamp of a connection's newest record, as commands print it. */
import * as z from 'zod';

export const stampResult = z
  .discriminatedUnion('result', [
    z.strictObject({
      result: z.literal('stamped'),
      at: z.iso.datetime().describe('When, as the authority says.'),
      authority: z.string().describe('Name of the certificate that signed it.'),
      path: z.string().describe('Path of the time stamp in the store.'),
    }),
    z.strictObject({ result: z.literal('present').describe('The newest record had one already.') }),
    z.strictObject({
      result: z.literal('none').describe('The next run stamps the newest record, which fixes all before it.'),
      reason: z.string(),
      hint: z.string().optional(),
    }),
  ])
  .describe('What became of the time stamp of the newest record; absent where no authority is named.');

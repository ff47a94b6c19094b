/** What watching found and told, as `status --alert --json` has it under `watch`. */
import * as z from 'zod';
import { instant } from '../manifest.ts';
import { delivery } from './collect.ts';
import { storeProbe } from './doctor.ts';
import { exitCode } from './exit-code.ts';

const count = z.int().nonnegative();

export const watchReport = z.strictObject({
  exitCode,
  connections: z.array(
    z.strictObject({
      connection: z.string(),
      state: z
        .enum(['watched', 'nothing-there', 'unknown', 'not-looked-at'])
        .describe('unknown: its store or key could not be asked. not-looked-at: the time was over before.'),
      exitCode,
      overdueSince: instant
        .nullable()
        .describe('When a record was expected that has not come, once somebody must hear of it.'),
      snapshotsChecked: count.describe('Snapshots whose files were checked again.'),
      unreadFiles: count.describe(
        'Files of these whose presence and size were checked, and not their bytes.',
      ),
      problems: z.array(z.string()).describe('What is wrong, and what could not be looked at.'),
    }),
  ),
  stores: z.array(
    z.strictObject({
      store: z.string(),
      connections: count.describe('How many keep their evidence there.'),
      properties: z.array(storeProbe).describe('Empty for a folder: looking tells nothing of it.'),
    }),
  ),
  deliveries: z
    .array(delivery.extend({ connection: z.string() }))
    .describe('Result of each alert on each channel.'),
});

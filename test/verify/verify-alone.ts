import { type VerifyOptions, verifyCommand } from '../../src/commands/verify.ts';
import type { VerifyReport } from '../../src/verify/report.ts';

/** Verifies a folder as somebody without a configuration does, with the key in `owner.pub.pem`. */
export async function verifyAlone(cwd: string, options: Partial<VerifyOptions> = {}) {
  const output = await verifyCommand({
    cwd,
    now: new Date('2026-12-01T00:00:00Z'),
    location: '.',
    key: ['owner.pub.pem'],
    openConfigured: async () => [],
    ...options,
  });
  const { stores } = output.json as unknown as { readonly stores: readonly VerifyReport[] };
  const [report] = stores;
  if (report === undefined) throw new Error('no report');
  return { ...output, report, stores };
}

/** The time stamp authority of a connection: has some bytes that mean nothing stamped, and keeps no stamp. */
import { EXIT } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import type { RunDeps } from '../run/deps.ts';
import { tryAuthority } from '../run/stamp.ts';
import type { Step } from './test-step.ts';

/** Returns the step; none where nobody is named. @throws InterruptedError */
export async function testStamp(deps: RunDeps): Promise<readonly Step[]> {
  const bytes = Buffer.from(deps.newLogId() + deps.newLogId(), 'hex');
  const said = await tryAuthority(deps, bytes);
  if (said === undefined) return [];
  if ('reason' in said) {
    const { reason: detail, hint } = said;
    return [{ step: 'stamp', ok: false, detail, hint, exitCode: EXIT.incomplete }];
  }
  const detail = `random bytes stamped at ${said.at} by ${printable(said.authority)}; nothing was stored`;
  return [{ step: 'stamp', ok: true, detail, exitCode: EXIT.done }];
}

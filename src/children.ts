/**
 * Processes that a library starts for us, such as the `credential_process` of an AWS profile: none works longer
 * than its time, and none is left behind. For entries only.
 */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';

/** As long as is waited for credentials. */
const LONGEST_MS = 30_000;

const running = new Set<ChildProcess>();

/** From now on ends every child that takes too long. */
export function limitChildren(): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { readonly process: ChildProcess };
    running.add(child);
    AbortSignal.timeout(LONGEST_MS).addEventListener('abort', () => {
      if (running.has(child)) end(child);
    });
    // Not `exit`: what it started itself may hold its outputs open.
    child.once('close', () => running.delete(child));
  });
}

/** Ends every child that is still there. */
export function endChildren(): void {
  for (const child of running) end(child);
}

/** A shell that is killed leaves behind what it waits for: that goes first. */
function end(child: ChildProcess): void {
  for (const pid of descendantsOf(child.pid)) kill(pid);
  child.kill('SIGKILL');
  // Whoever inherited them must not keep us here.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Empty where the system does not tell, as on macOS and Windows. */
function descendantsOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const children = listed === '' ? [] : listed.split(' ').map(Number);
    return children.flatMap((each) => [...descendantsOf(each), each]);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

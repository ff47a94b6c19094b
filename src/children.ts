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
let isOver = false;

/** From now on ends every child that takes too long. */
export function limitChildren(): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { readonly process: ChildProcess };
    running.add(child);
    // A library that is refused may try the next way to the same thing.
    if (isOver) child.once('spawn', () => end(child));
    AbortSignal.timeout(LONGEST_MS).addEventListener('abort', () => {
      if (running.has(child)) end(child);
    });
    // Not `exit`: what it started itself may hold its outputs open.
    child.once('close', () => running.delete(child));
  });
  process.once('exit', endChildren);
}

/** Ends every child that is still there, and each that comes. */
export function endChildren(): void {
  isOver = true;
  for (const child of running) end(child);
}

/** A shell that is killed leaves behind what it waits for: that goes first, and it must not start more meanwhile. */
function end(child: ChildProcess): void {
  for (const pid of descendantsOf(child.pid)) signal(pid, 'SIGKILL');
  child.kill('SIGKILL');
  // Whoever inherited them must not keep us here.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Each is stopped before it is asked. Empty where the system does not tell, as on macOS and Windows. */
function descendantsOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  signal(pid, 'SIGSTOP');
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const children = listed === '' ? [] : listed.split(' ').map(Number);
    return children.flatMap((each) => [...descendantsOf(each), each]);
  } catch {
    return [];
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

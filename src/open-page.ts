/**
 * Shows a page in the browser of whoever sits at the terminal, by what their system has for it. Only ever after they said yes.
 * What was started outlives this process.
 */
import { type SpawnOptions, spawn } from 'node:child_process';

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
}

/**
 * Returns what opens a file. Elsewhere than on macOS and Windows the opener may itself become the browser, so that a shell leaves
 * it behind at once; the shell is handed the path and reads none of it.
 */
export function openerOf(platform: NodeJS.Platform, file: string): Opener {
  if (platform === 'darwin') return { command: 'open', args: [file] };
  if (platform === 'win32')
    return {
      command: 'cmd',
      args: ['/d', '/s', '/c', `"start "" "${file}""`],
      options: { windowsVerbatimArguments: true },
    };
  const script = 'command -v xdg-open >/dev/null || exit 127; xdg-open "$1" >/dev/null 2>&1 &';
  return { command: 'sh', args: ['-c', script, 'sh', file] };
}

/** Resolves with whether there was something to open it with. */
export function openPage(file: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const { command, args, options } = openerOf(platform, file);
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: 'ignore', detached: true });
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}

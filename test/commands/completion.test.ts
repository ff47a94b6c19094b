import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it, type TestContext } from 'vitest';
import { COMPLETION_SHELLS, completion } from '../../src/commands/completion.ts';
import { UsageError } from '../../src/errors.ts';
import { folderWith } from '../config/folder.ts';

function program(): Command {
  const root = new Command('segment-evidence').description('x').version('1.0.0');
  root.option('--config <file>', "the configuration: don't guess");
  root.addOption(new Option('--log-level <level>', 'how much').choices(['debug', 'info']));
  root.addOption(new Option('--secret-option', 'hidden').hideHelp());
  root
    .command('collect')
    .description('one run: $(touch PWNED) `touch PWNED` "quoted" \\')
    .option('-f, --force', 'again');
  root.command('hidden-command', { hidden: true });
  const config = root.command('config').description('configuration');
  config.command('show').description('effective values').option('--all', 'all');
  config.command('validate').description('problems');
  root
    .command('completion')
    .description('this')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']));
  return root;
}

async function script(shell: string): Promise<string> {
  return (await completion({ shell, program: program() })).text;
}

/** Alpine has no bash, Windows no shell of these at all. */
function isThere(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

function needShell(shell: string, context: TestContext): void {
  if (!isThere(shell)) context.skip(`${shell} is not installed here: its completion is not tried`);
}

describe('completion', () => {
  it('hands out the script as text and as data', async () => {
    const output = await completion({ shell: 'bash', program: program() });

    expect(output.json).toEqual({
      schema: 'segment-evidence/completion/v1',
      shell: 'bash',
      script: output.text,
    });
    expect(output.exitCode).toBe(0);
  });

  it('refuses a shell it does not know', async () => {
    await expect(completion({ shell: 'tcsh', program: program() })).rejects.toThrow(UsageError);
    await expect(completion({ shell: 'constructor', program: program() })).rejects.toThrow(
      'write completion: SHELL: expected bash, zsh, fish, got another',
    );
  });

  it.each(COMPLETION_SHELLS)('in %s knows commands and options, but not the hidden ones', async (shell) => {
    const text = await script(shell);

    for (const word of ['collect', 'validate', 'force', 'log-level', 'version']) expect(text).toContain(word);
    for (const word of ['hidden-command', 'secret-option']) expect(text).not.toContain(word);
  });
});

const hasBash = isThere('bash');
if (!hasBash) console.warn('NOT TRIED: completion in bash, which is not installed here');

describe.runIf(hasBash)('in bash', () => {
  /** Sources the script and asks bash what would be offered after these words, the last one unfinished. */
  async function offered(words: readonly string[]): Promise<readonly string[]> {
    const cwd = folderWith({ 'completion.bash': await script('bash') });
    const ask = `set -eu; source ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _segment_evidence
      [ -e PWNED ] && echo PWNED; printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}`;
    const output = execFileSync('bash', ['--norc', '-c', ask, 'bash', 'segment-evidence', ...words], {
      cwd,
      encoding: 'utf8',
    });
    return output.split('\n').filter((word) => word !== '');
  }

  it.each([
    ['commands that begin so', ['co'], ['collect', 'config', 'completion']],
    [
      'commands of a command',
      ['config', ''],
      ['show', 'validate', 'help', '--help', '-h', '--config', '--log-level', '--version', '-V'],
    ],
    ['options of a command and the global ones', ['collect', '--f'], ['--force']],
    ['options of a command below a command', ['config', 'show', '--a'], ['--all']],
    ['values of an option', ['--log-level', ''], ['debug', 'info']],
    ['values of a global option after a command', ['collect', '--log-level', 'd'], ['debug']],
    ['values of an argument', ['completion', 'z'], ['zsh']],
    ['paths, by offering nothing, after an option for a file', ['--config', ''], []],
    ['nothing for rubbish', ['config', 'x-'], []],
  ])('offers %s', async (_title, words, expected) => {
    expect([...(await offered(words))].sort()).toEqual([...expected].sort());
  });

  it('is registered for the command, with paths as a fallback', async () => {
    const cwd = folderWith({ c: await script('bash') });

    const output = execFileSync('bash', ['--norc', '-c', 'source ./c; complete -p segment-evidence'], {
      cwd,
      encoding: 'utf8',
    });

    expect(output).toBe('complete -o default -F _segment_evidence segment-evidence\n');
  });
});

describe('in the other shells', () => {
  it('zsh takes the script', async (context) => {
    needShell('zsh', context);
    const cwd = folderWith({ '_segment-evidence': await script('zsh') });

    execFileSync('zsh', ['-f', '-n', join(cwd, '_segment-evidence')]);
    const ask =
      'autoload -U compinit; compinit -u -D; source ./_segment-evidence; print $_comps[segment-evidence]';
    expect(execFileSync('zsh', ['-f', '-c', ask], { cwd, encoding: 'utf8' })).toBe('_segment-evidence\n');
  });

  it('fish offers what fits', async (context) => {
    needShell('fish', context);
    const cwd = folderWith({ 'c.fish': await script('fish') });

    const ask = 'source ./c.fish; complete -C "segment-evidence config "';
    const output = execFileSync('fish', ['--no-config', '-c', ask], { cwd, encoding: 'utf8' });
    expect(output).toContain('show\teffective values');
  });
});

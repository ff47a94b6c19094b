// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of the shell
/** The completion scripts themselves, one function a shell. Pure: a command tree in, text out. */

import type { CompletionNode, Word } from './completion-tree.ts';

type Tree = readonly CompletionNode[];

/** Returns the script for bash 3.2 (macOS) and later. */
export function bashScript(name: string, tree: Tree): string {
  const words = ({ commands, argumentWords, options }: CompletionNode) =>
    [...commands.map(({ word }) => word), ...argumentWords, ...options.map(({ word }) => word)].join(' ');
  const values = tree.flatMap((node) =>
    node.valueOptions.map(({ words: spellings, choices }) => {
      const patterns = spellings.map((word) => quote(`${node.path}:${word}`)).join('|');
      return `    ${patterns}) words=${quote(choices.join(' '))} ;;`;
    }),
  );
  return `${[
    `# bash completion of ${name}; use: source <(${name} completion bash)`,
    `${functionName(name)}() {`,
    '  local cur prev path word words i',
    '  cur="${COMP_WORDS[COMP_CWORD]}"',
    '  prev="${COMP_WORDS[COMP_CWORD-1]}"',
    '  path=""',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    '    word="${COMP_WORDS[i]}"',
    ...whenKnown(tree, '    case "$path $word" in', (patterns) => [
      `      ${patterns}) path="$path $word" ;;`,
      '    esac',
    ]),
    '  done',
    '  case "$path:$prev" in',
    ...values,
    '    *)',
    '      case "$path" in',
    ...tree.map((node) => `        ${quote(node.path)}) words=${quote(words(node))} ;;`),
    '      esac ;;',
    '  esac',
    '  COMPREPLY=()',
    '  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$cur")',
    '}',
    // Nothing of ours fits: a path, as for the values of --config and --out.
    `complete -o default -F ${functionName(name)} ${name}`,
  ].join('\n')}\n`;
}

/** Returns the script for zsh 5; works sourced and as a file `_NAME` in `$fpath`. */
export function zshScript(name: string, tree: Tree): string {
  const described = (words: readonly Word[]) =>
    words.map(({ word, description }) => quote(`${word.replaceAll(':', '\\:')}:${description}`)).join(' ');
  const values = tree.flatMap((node) =>
    node.valueOptions.map(({ words, choices }) => {
      const patterns = words.map((word) => quote(`${node.path}:${word}`)).join('|');
      const action = choices.length > 0 ? `compadd -- ${choices.map(quote).join(' ')}` : '_files';
      return `    ${patterns}) ${action}; return ;;`;
    }),
  );
  return `${[
    `#compdef ${name}`,
    `_${name}() {`,
    '  local path_="" word',
    '  local -a subcommands flags',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    ...whenKnown(tree, '    case "$path_ $word" in', (patterns) => [
      `      ${patterns}) path_="$path_ $word" ;;`,
      '    esac',
    ]),
    '  done',
    '  case "$path_:${words[CURRENT-1]}" in',
    ...values,
    '  esac',
    '  case "$path_" in',
    ...tree.flatMap((node) => [
      `    ${quote(node.path)})`,
      `      subcommands=(${described([...node.commands, ...node.argumentWords.map((word) => ({ word, description: '' }))])})`,
      `      flags=(${described(node.options)}) ;;`,
    ]),
    '  esac',
    '  if [[ "${words[CURRENT]}" == -* ]]; then _describe -o option flags',
    '  elif (( ${#subcommands} )); then _describe command subcommands',
    '  else _files',
    '  fi',
    '}',
    `if [[ "$funcstack[1]" == "_${name}" ]]; then _${name} "$@"; else compdef _${name} ${name}; fi`,
  ].join('\n')}\n`;
}

/** Returns the script for fish 3. */
export function fishScript(name: string, tree: Tree): string {
  const at = `_${functionName(name)}_at`;
  const line = (node: CompletionNode, rest: string) =>
    `complete -c ${name} -n ${fishQuote(`${at} ${fishQuote(node.path)}`)} ${rest}`;
  return `${[
    `# fish completion of ${name}; use: ${name} completion fish | source`,
    `function ${at}`,
    "  set -l path ''",
    '  set -l words (commandline -opc)',
    '  set -e words[1]',
    '  for word in $words',
    '    switch "$path $word"',
    ...(knownPaths(tree).length > 0
      ? [`      case ${knownPaths(tree).map(fishQuote).join(' ')}`, '        set path "$path $word"']
      : []),
    '    end',
    '  end',
    '  test "$path" = "$argv[1]"',
    'end',
    ...tree.flatMap((node) => [
      ...node.commands.map(({ word, description }) =>
        line(node, `-f -a ${fishQuote(word)} -d ${fishQuote(description)}`),
      ),
      ...(node.argumentWords.length > 0
        ? [line(node, `-f -a ${fishQuote(node.argumentWords.join(' '))}`)]
        : []),
      ...node.options.map(({ word, description }) =>
        line(node, `${fishOption(node, word)} -d ${fishQuote(description)}`),
      ),
    ]),
  ].join('\n')}\n`;
}

function fishOption(node: CompletionNode, word: string): string {
  const value = node.valueOptions.find(({ words }) => words.includes(word));
  const spelling = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`;
  if (value === undefined) return spelling;
  return value.choices.length > 0
    ? `${spelling} -x -a ${fishQuote(value.choices.join(' '))}`
    : `${spelling} -r -F`;
}

function knownPaths(tree: Tree): readonly string[] {
  return tree.map(({ path }) => path).filter((path) => path !== '');
}

/** A program without commands has no case to tell apart, and an empty `case` pattern is a syntax error. */
function whenKnown(
  tree: Tree,
  head: string,
  body: (patterns: string) => readonly string[],
): readonly string[] {
  const paths = knownPaths(tree);
  return paths.length === 0 ? ['    :'] : [head, ...body(paths.map(quote).join('|'))];
}

function functionName(name: string): string {
  return `_${name.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

/** Quotes for bash and zsh: a description may hold a quote, and must not be run. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In fish, a backslash counts inside single quotes too. */
function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/**
 * Writes the generated part of README.md: the table of resources, between its two markers.
 * Runs on the built package: `npm run docs`.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resources } from '../dist/schemas/index.js';
import { writeOrCheck } from './generated.mjs';

const START = '<!-- resources:start -->';
const END = '<!-- resources:end -->';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [before, rest, again] = readme.split(START);
const [, after, ...more] = rest?.split(END) ?? [];
if (after === undefined || again !== undefined || more.length > 0) {
  console.error(`README.md: expected ${START} and then ${END}, once each`);
  process.exitCode = 1;
} else {
  const content = `${before}${START}\n${table(resources)}\n${END}${after}`;
  writeOrCheck(root, new Map([['README.md', content]]), 'npm run docs');
}

function table(definitions) {
  const columns = [
    ['resource', ({ name }) => `\`${name}\``],
    ['evidence of', ({ purpose }) => purpose],
    ['read by', ({ operationId, path }) => `\`${operationId}\` (GET ${path})`],
    ['role that the token needs', ({ role }) => role],
    ['feature', ({ feature }) => (feature === undefined ? '' : `\`${feature}\``)],
    ['collected', ({ isOptIn }) => (isOptIn ? 'where `collect.include` names it' : 'by default')],
  ];
  // A column that says nothing of any resource is left out.
  const shown = columns.filter(([, cell]) => definitions.some((definition) => cell(definition) !== ''));
  const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    row(shown.map(([title]) => title)),
    `|${shown.map(() => '---').join('|')}|`,
    ...definitions.map((definition) => row(shown.map(([, cell]) => cell(definition)))),
  ].join('\n');
}

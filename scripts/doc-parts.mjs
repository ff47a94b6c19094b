/** What README.md and docs say of resources and channels, from the lists themselves. */
import {
  ASSUMPTIONS,
  assumptionIds,
  CHANNELS,
  CONDITION_FACTS,
  channelKinds,
  conditionNames,
  features,
  resources,
} from '../dist/schemas/index.js';
import { compilePolicy } from '../dist/schemas/policy.js';
import { remediationOf } from '../dist/src/alerts/remediation.js';

const code = (text) => `\`${text}\``;

/** A Markdown table; a column that says nothing of anything is left out. */
function table(rows, columns) {
  const shown = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(shown.map(([title]) => title)),
    `|${shown.map(() => '---').join('|')}|`,
    ...rows.map((row) => line(shown.map(([, cell]) => cell(row)))),
  ].join('\n');
}

const resourceTable = table(resources, [
  ['resource', ({ name }) => code(name)],
  ['evidence of', ({ purpose }) => purpose],
  ['read by', ({ operationId, path }) => `${code(operationId)} (GET ${path})`],
  ['role that the token needs', ({ role }) => role],
  ['feature', ({ feature }) => (feature === undefined ? '' : code(feature))],
  ['stability', ({ stability = '' }) => stability],
  ['collected', ({ optIn }) => (optIn ? `where \`collect.include\` names it: ${optIn}` : 'by default')],
]);

const idTable = table(resources, [
  ['resource', ({ name }) => code(name)],
  ['`id`', (resource) => resource.id.map((part) => idPart(part, resource)).join(' / ')],
  ['read from', readFrom],
]);

function idPart({ from, field }, { record, parent }) {
  if (from === 'parent') return parent?.params === undefined ? "parent's id" : code(field);
  if (field === 'id') return "Segment's id";
  const isPerson = compilePolicy(record.shape[field]).kind === 'subject';
  return isPerson ? 'fingerprint of the person' : code(field);
}

function readFrom({ path, variants, window, detail, otherSide, alsoAt = [], within }) {
  const get = (where) => code(`GET ${where}`);
  return [
    [path, ...alsoAt.map((place) => place.path)].map(get).join(', '),
    within === undefined ? '' : `, where ${code(within.field)} of its parent is not there`,
    variants === undefined ? '' : `, once for each ${code(variants.param)}`,
    window === undefined ? '' : ', from where the last run ended',
    detail === undefined ? '' : `; ${get(detail.path)} ${whenAsked(detail)}`,
    otherSide === undefined ? '' : `, or ${get(otherSide.path)} where that takes fewer requests`,
  ].join('');
}

function whenAsked({ whenMissing, optIn }) {
  if (optIn !== undefined) return `for each, where ${code('collect.include')} names it: ${optIn}`;
  return `where the list left ${code(whenMissing)} out`;
}

const built = channelKinds.filter((kind) => CHANNELS[kind] !== null);

const channelTable = table(built, [
  ['channel', code],
  ['needs', (kind) => CHANNELS[kind].needs.map(code).join(', ')],
  [
    'takes',
    (kind) =>
      Object.entries(CHANNELS[kind].takes ?? {})
        .map(([field, when]) => `${code(field)} ${when}`)
        .join(', '),
  ],
  ['gets', (kind) => CHANNELS[kind].gets],
]);

const conditionTable = table(conditionNames, [
  ['condition', code],
  ['severity', (name) => CONDITION_FACTS[name].severity],
  ['opened when', (name) => CONDITION_FACTS[name].opened],
  ['resolved by', (name) => CONDITION_FACTS[name].resolved],
  ['what to do', (name) => remediationOf({ condition: name })],
]);

const waysOf = ({ ways, shown }) => (ways.length === 0 ? shown : `${ways.map(code).join(', ')}: ${shown}`);

const assumptionTable = table(assumptionIds, [
  ['assumption', code],
  ['what is not known', (id) => ASSUMPTIONS[id].unknown],
  ['how it ends right either way', (id) => ASSUMPTIONS[id].safe],
  ['which one a run met', (id) => waysOf(ASSUMPTIONS[id])],
  ['played by', (id) => ASSUMPTIONS[id].played],
]);

const list = (names) => names.map(code).join(', ');

export const parts = [
  { page: 'README.md', name: 'resources', text: resourceTable },
  { page: 'docs/evidence-format.md', name: 'resource-ids', text: idTable },
  {
    page: 'docs/configuration.md',
    name: 'names',
    text: `Every resource of this version: ${list(resources.map(({ name }) => name))}.\n\nEvery feature: ${list(features)}.`,
  },
  { page: 'docs/assumptions.md', name: 'assumptions', text: assumptionTable },
  { page: 'docs/alerts.md', name: 'channels', text: channelTable },
  { page: 'docs/alerts.md', name: 'conditions', text: conditionTable },
];

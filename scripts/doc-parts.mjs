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
import { LEFT_OUT, operations } from '../dist/schemas/operations.js';
import { compilePolicy } from '../dist/schemas/policy.js';
import { operationIdsOf, ownPlacesOf } from '../dist/schemas/resource.js';
import { remediationOf } from '../dist/src/alerts/remediation.js';

import { checkSections, slotSections } from './check-docs.mjs';

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

function idPart({ from, field, orFields = [] }, { record, parent }) {
  if (from === 'parent')
    return parent?.params === undefined && field.endsWith('Id') ? "parent's id" : code(field);
  if (field === 'id') return "Segment's id";
  if (orFields.length > 0) return [field, ...orFields].map(code).join(' or ');
  if (!(field in record.shape)) return code(field);
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
    detail === undefined ? '' : `; ${get(detail.path)} where the list left ${code(detail.whenMissing)} out`,
    otherSide === undefined ? '' : `, or ${get(otherSide.path)} where that takes fewer requests`,
  ].join('');
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

/** What `collect.include` is asked to name a resource for. */
const OPT_IN = {
  slow: 'Segment answers twice a minute, or hardly more often.',
  active: 'Reading it makes Segment do something.',
  noisy: 'Each reading leaves an event in the audit trail.',
  'customer-data': "It is about the customer's own customers.",
  large: 'So many records, or other figures each day, that few want them in every snapshot.',
};

const named = resources.filter(({ optIn }) => optIn !== undefined);

const profileTable = table(named, [
  ['resource', ({ name }) => code(name)],
  ['only where it is named, since', ({ optIn }) => `${optIn}: ${OPT_IN[optIn]}`],
  ['requests', (resource) => [...new Set(ownPlacesOf(resource).map(requestsAt))].join('; ')],
]);

/** The fewest requests that a place takes. */
function requestsAt({ parent, period, requestsPerMinute }) {
  const each = parent === undefined ? '1' : `1 for each of ${code(parent.resource)}`;
  const times = period === undefined ? each : `${each} for each month asked about`;
  return requestsPerMinute === undefined ? times : `${times}, ${requestsPerMinute} a minute`;
}

const decided = operations.map((operation) => ({ ...operation, ...decisionOf(operation) }));
const countOf = (wanted) => decided.filter(({ kind }) => kind === wanted).length;

function decisionOf({ operationId, never, derivedFrom }) {
  if (never !== undefined)
    return { kind: 'never', text: `not collected, ${code(never)}: ${LEFT_OUT[never]}` };
  if (derivedFrom !== undefined) return { kind: 'derived', text: `derived from ${code(derivedFrom)}` };
  const reader = resources.find((resource) => operationIdsOf(resource).includes(operationId));
  const { name, optIn, within, parent } = reader;
  const where = optIn === undefined ? '' : `, where it is named (${optIn})`;
  const how = within === undefined ? '' : `, unless it comes with ${code(parent.resource)}`;
  return { kind: 'collected', text: `collected: ${code(name)}${how}${where}` };
}

const operationTable = table(decided, [
  ['operation', ({ operationId }) => code(operationId)],
  ['GET', ({ path }) => code(path)],
  ['decision', ({ text }) => text],
]);

const decisions = `Of the ${decided.length} operations that read, each is decided: ${countOf('collected')} collect, ${countOf('derived')} would tell nothing that others do not hold, ${countOf('never')} are left out for a reason`;

export const parts = [
  { page: 'README.md', name: 'resources', text: resourceTable },
  {
    page: 'README.md',
    name: 'decisions',
    text: `${decisions} ([all of them](docs/segment-api.md#every-operation-that-reads)).`,
  },
  { page: 'docs/segment-api.md', name: 'operations', text: `${decisions}.\n\n${operationTable}` },
  { page: 'docs/configuration.md', name: 'profile', text: profileTable },
  { page: 'docs/evidence-format.md', name: 'resource-ids', text: idTable },
  {
    page: 'docs/configuration.md',
    name: 'names',
    text: `Every resource of this version: ${list(resources.map(({ name }) => name))}.\n\nEvery feature: ${list(features)}.`,
  },
  { page: 'docs/assumptions.md', name: 'assumptions', text: assumptionTable },
  { page: 'docs/alerts.md', name: 'channels', text: channelTable },
  { page: 'docs/alerts.md', name: 'conditions', text: conditionTable },
  { page: 'docs/checks.md', name: 'checks', text: checkSections() },
  { page: 'docs/manual-evidence.md', name: 'slots', text: slotSections() },
];

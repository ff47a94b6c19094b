/** Functions: the company's own code inside Segment, its versions, and where inserted ones run. */
import { createRandom, cycled, hexId, secretText, shortId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type {
  CustomFunction,
  FunctionType,
  FunctionVersion,
  InsertFunctionInstance,
} from './policy-records.ts';
import type { Destination, Source } from './records.ts';
import type { WorkspaceRecord, World } from './world.ts';

interface FunctionPlan {
  readonly name: string;
  readonly type: FunctionType;
  /** Index of the user who wrote it; no one by that index any more when it is beyond the staff. */
  readonly author: number;
  readonly hasSecretInCode?: true;
  readonly isBehind?: true;
}

const CRAFTED: readonly FunctionPlan[] = [
  { name: 'Till receipts', type: 'SOURCE', author: 7 },
  { name: 'Partner orders', type: 'SOURCE', author: 7, isBehind: true },
  { name: 'Loyalty points', type: 'DESTINATION', author: 1, hasSecretInCode: true },
  { name: 'Fraud scoring', type: 'DESTINATION', author: 1_000_000 },
  { name: 'Shorten addresses', type: 'INSERT_DESTINATION', author: 7 },
  { name: 'Add store region', type: 'INSERT_SOURCE', author: 4 },
];

const TYPES: readonly FunctionType[] = [
  'SOURCE',
  'DESTINATION',
  'INSERT_DESTINATION',
  'INSERT_SOURCE',
  'INSERT_TRANSFORMATION',
];

function planAt(index: number): FunctionPlan {
  return CRAFTED[index] ?? { name: `Function ${index + 1}`, type: cycled(TYPES, index), author: index % 14 };
}

/** Ids begin with what kind of function it is; those of sources in either of two ways. */
function functionId(seed: number, index: number, type: FunctionType): string {
  const id = hexId(seed, 'function', index);
  switch (type) {
    case 'SOURCE':
      return index % 2 === 0 ? `sfnc_${shortId(seed, 'function', index)}` : `sfnd_${id}`;
    case 'DESTINATION':
      return `dfn_${id}`;
    case 'INSERT_DESTINATION':
      return `ifnd_${id}`;
    case 'INSERT_SOURCE':
      return `ifns_${id}`;
    case 'INSERT_TRANSFORMATION':
      return `ifnt_${id}`;
  }
}

function codeOf(seed: number, index: number, plan: FunctionPlan, version: number): string {
  const key =
    plan.hasSecretInCode === true ? `'${secretText(36, seed, 'function', index)}'` : 'settings.apiKey';
  return [
    `// ${plan.name}, revision ${version}`,
    `async function ${plan.type === 'SOURCE' ? 'onRequest' : 'onTrack'}(event, settings) {`,
    `  const key = ${key};`,
    "  await fetch('https://orders.partner.example/v1', { method: 'POST', headers: { key }, body: event.messageId });",
    '  return event;',
    '}',
    '',
  ].join('\n');
}

export type FunctionsPart = Pick<World, 'functions' | 'functionVersions' | 'insertFunctionInstances'>;

export interface FunctionsInput {
  readonly seed: number;
  readonly anchor: Date;
  readonly count: number;
  readonly workspace: WorkspaceRecord;
  readonly sources: readonly Source[];
  readonly destinations: readonly Destination[];
}

/** Returns functions with their versions and instances; authors may have left since. */
export function buildFunctions(input: FunctionsInput): FunctionsPart {
  const part: FunctionsPart = { functions: [], functionVersions: {}, insertFunctionInstances: [] };
  for (let index = 0; index < input.count; index += 1) {
    const versions = versionsOf(input, index);
    const record = functionAt(input, index, versions);
    part.functions.push(record);
    part.functionVersions[record.id] = versions;
    if (record.resourceType.startsWith('INSERT_')) {
      part.insertFunctionInstances.push(...instancesOf(input, index, record));
    }
  }
  return part;
}

/** Versions of a function, newest first. When it is behind, the newest is not the one that runs. */
function versionsOf({ seed, anchor }: FunctionsInput, index: number): FunctionVersion[] {
  const plan = planAt(index);
  const random = createRandom(seed, 'function', index);
  const count = random.between(2, 4);
  const running = plan.isBehind === true ? count - 1 : count;
  return Array.from({ length: count }, (_, at) => {
    const version = count - at;
    const age = 25 + at * 60;
    return {
      id: hexId(seed, 'function-version', index, version),
      author: shortId(seed, 'user', plan.author),
      code: codeOf(seed, index, plan, version),
      isDeployed: version === running,
      createdAt: daysBefore(anchor, age),
      updatedAt: daysBefore(anchor, age, 30),
      ...(version <= running ? { deployedAt: daysBefore(anchor, age, 45) } : {}),
    };
  });
}

function functionAt(
  { seed, workspace }: FunctionsInput,
  index: number,
  versions: readonly FunctionVersion[],
): CustomFunction {
  const plan = planAt(index);
  const running = versions.find(({ isDeployed }) => isDeployed === true);
  return {
    id: functionId(seed, index, plan.type),
    workspaceId: workspace.id,
    resourceType: plan.type,
    createdAt: versions.at(-1)?.createdAt ?? '',
    createdBy: shortId(seed, 'user', plan.author),
    code: running?.code ?? '',
    deployedAt: running?.deployedAt ?? null,
    settings: [
      {
        name: 'apiKey',
        label: 'Key of the partner',
        description: 'Sent with every call.',
        type: 'STRING',
        required: true,
        sensitive: true,
      },
      {
        name: 'dryRun',
        label: 'Dry run',
        description: 'Logs instead of sending.',
        type: 'BOOLEAN',
        required: false,
        sensitive: false,
      },
    ],
    displayName: plan.name,
    description: `${plan.name}, written in house.`,
    logoUrl: 'https://logos.example/function.svg',
    ...(plan.type === 'SOURCE'
      ? { previewWebhookUrl: `https://fn.hooks.example/${secretText(40, seed, 'preview', index)}` }
      : {}),
    buildpack: '',
    batchMaxCount: plan.type === 'DESTINATION' ? 400 : 0,
    catalogId: hexId(seed, 'function-catalogue', index),
    isLatestVersion: plan.isBehind !== true,
  };
}

function instancesOf(
  { seed, anchor, sources, destinations }: FunctionsInput,
  index: number,
  record: CustomFunction,
): InsertFunctionInstance[] {
  const targets: readonly { id: string }[] =
    record.resourceType === 'INSERT_DESTINATION' ? destinations : sources;
  return Array.from({ length: 1 + (index % 2) }, (_, at) => ({
    id: `ii_${shortId(seed, 'instance', index, at)}`,
    name: `${record.displayName} ${at + 1}`,
    integrationId: cycled(targets, index + at).id,
    classId: record.id,
    enabled: at === 0,
    createdAt: daysBefore(anchor, 200 - at),
    updatedAt: daysBefore(anchor, 100 - at),
    settings: { dryRun: at === 1, region: 'eu' },
    encryptedSettings: { apiKey: secretText(48, seed, 'instance-secret', index, at) },
  }));
}

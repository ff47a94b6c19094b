/**
 * Sources, their labels, write keys and schema settings. The first twelve are written by hand and are the
 * same in every size; the rest are one source per brand, country, product and environment.
 */
import { createRandom, secretText, shortId } from '../random.ts';
import type { Label, Source, SourceSettings } from './records.ts';
import { hasWriteKeys, type SourceKind, sourceMetadata } from './source-catalogue.ts';
import type { WorkspaceRecord } from './world.ts';

export type Environment = 'production' | 'staging' | 'development';

/** Every label of the workspace. */
export const ENVIRONMENT_LABELS: readonly Label[] = [
  { key: 'environment', value: 'production', description: 'Real customers' },
  { key: 'environment', value: 'staging', description: 'Release rehearsals' },
  { key: 'environment', value: 'development' },
  { key: 'data', value: 'personal', description: 'Carries data about people' },
  { key: 'data', value: 'operational' },
];

interface SourcePlan {
  readonly name: string;
  readonly kind: SourceKind;
  readonly environment?: Environment;
  readonly disabled?: true;
  readonly keys?: number;
  readonly governed?: true;
}

const CRAFTED: readonly SourcePlan[] = [
  { name: 'Website', kind: 'javascript', environment: 'production', keys: 2, governed: true },
  { name: 'Website (staging)', kind: 'javascript', environment: 'staging' },
  { name: 'Website (development)', kind: 'javascript', environment: 'development' },
  { name: 'iOS App', kind: 'apple', environment: 'production', governed: true },
  { name: 'Android App', kind: 'kotlin-android', environment: 'production', governed: true },
  { name: 'Checkout Backend', kind: 'node-js', environment: 'production', governed: true },
  { name: 'Checkout Backend (staging)', kind: 'node-js', environment: 'staging' },
  { name: 'Store Tills', kind: 'http-api', environment: 'production', keys: 3 },
  { name: 'Payments', kind: 'stripe', environment: 'production' },
  { name: 'Customer Care', kind: 'aircall', environment: 'production' },
  { name: 'Warehouse Models', kind: 'snowflake', environment: 'production' },
  { name: 'Old iOS App', kind: 'xamarin', disabled: true },
];

const BRANDS = ['Outlet', 'Home', 'Kids', 'Trade'] as const;
const COUNTRIES =
  'AT BE BG CH CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV NL NO PL PT RO SE SI SK US CA'.split(' ');
const PRODUCTS: readonly (readonly [string, SourceKind])[] = [
  ['Website', 'javascript'],
  ['iOS App', 'apple'],
  ['Android App', 'kotlin-android'],
  ['Orders Service', 'node-js'],
  ['Store Tills', 'http-api'],
  ['Customer Care', 'zendesk'],
  ['Payments', 'stripe'],
  ['Accounts', 'salesforce'],
  ['Newsletter', 'klaviyo'],
  ['TV App', 'roku'],
  ['Leads', 'hubspot'],
  ['Campaigns', 'autopilothq'],
];
const ENVIRONMENTS: readonly Environment[] = ['production', 'production', 'staging', 'development'];

/** Returns the plan of the source at an index: crafted first, then the grid of brands and countries. */
function sourcePlan(seed: number, index: number): SourcePlan {
  const crafted = CRAFTED[index];
  if (crafted !== undefined) return crafted;
  const place = index - CRAFTED.length;
  const random = createRandom(seed, 'source-plan', index);
  const [product, kind] = PRODUCTS[place % PRODUCTS.length] ?? ['Website', 'javascript'];
  const country = COUNTRIES[Math.floor(place / PRODUCTS.length) % COUNTRIES.length] ?? 'DE';
  const round = Math.floor(place / (PRODUCTS.length * COUNTRIES.length));
  const brand = BRANDS[round % BRANDS.length] ?? 'Outlet';
  const series = Math.floor(round / BRANDS.length);
  const environment = random.pick(ENVIRONMENTS);
  return {
    name: `${brand} ${country} ${product}${series === 0 ? '' : ` ${series + 1}`}`,
    kind,
    environment,
    ...(random.chance(12) ? { keys: 2 } : {}),
    ...(random.chance(4) ? { disabled: true as const } : {}),
    ...(environment === 'production' && random.chance(70) ? { governed: true as const } : {}),
  };
}

/** Returns a slug: lower case, words joined by dashes. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Connection data of a source, secrets in clear: Segment is not known to mask all of them. */
function connectionSettings(kind: SourceKind, seed: number, index: number): Record<string, unknown> {
  const secret = (name: string, length: number) => secretText(length, seed, 'source', index, name);
  const host = `shop${index}`;
  switch (kind) {
    case 'javascript':
      return { website_url: `https://www.${host}.example` };
    case 'stripe':
      return { accountId: `account-${secret('account', 12)}`, apiKey: secret('api-key', 40) };
    case 'zendesk':
      return { subdomain: host, username: `care@${host}.example`, apiToken: secret('api-token', 40) };
    case 'salesforce':
      return {
        'salesforce-environment': 'production',
        'instance-url': `https://${host}.crm.example`,
        refreshToken: secret('refresh-token', 60),
      };
    case 'hubspot': {
      const account = `leads@${host}.example`;
      return { createdAt: '2023-08-12T18:57:38.909Z', createdBy: account, displayName: account };
    }
    case 'snowflake':
      return {
        account: `${host}.eu-central-1`,
        warehouse: 'REVERSE_ETL',
        database: 'ANALYTICS',
        username: 'SEGMENT_READER',
        credentials: secret('credentials', 64),
      };
    default:
      return {};
  }
}

function labelsOf(plan: SourcePlan): Label[] {
  if (plan.environment === undefined) return [];
  const labels: Label[] = [{ key: 'environment', value: plan.environment }];
  if (plan.environment === 'production') labels.push({ key: 'data', value: 'personal' });
  return labels;
}

/** What the source does with events its tracking plan does not know. */
function schemaSettings(plan: SourcePlan, forwardTo: string): SourceSettings {
  const strict = plan.governed === true;
  return {
    track: {
      allowUnplannedEvents: !strict,
      allowUnplannedEventProperties: !strict,
      allowEventOnViolations: !strict,
      allowPropertiesOnViolations: true,
      commonEventOnViolations: strict ? 'OMIT_PROPERTIES' : 'ALLOW',
    },
    identify: {
      allowUnplannedTraits: !strict,
      allowTraitsOnViolations: !strict,
      commonEventOnViolations: strict ? 'OMIT_TRAITS' : 'ALLOW',
    },
    group: { allowUnplannedTraits: true, allowTraitsOnViolations: true, commonEventOnViolations: 'ALLOW' },
    ...(strict ? { forwardingViolationsTo: forwardTo, forwardingBlockedEventsTo: forwardTo } : {}),
  };
}

export interface SourcesPart {
  readonly sources: Source[];
  readonly sourceSettings: Record<string, SourceSettings>;
  /** Ids of the sources that are to be connected to a tracking plan. */
  readonly governedIds: string[];
}

/** Returns the sources with their schema settings. */
export function buildSources(input: {
  seed: number;
  workspace: WorkspaceRecord;
  count: number;
}): SourcesPart {
  const { seed, workspace, count } = input;
  const part: SourcesPart = { sources: [], sourceSettings: {}, governedIds: [] };
  // Violations of every governed source are forwarded to the staging backend.
  const forwardTo = shortId(seed, 'source', 6);
  for (let index = 0; index < count; index += 1) {
    const plan = sourcePlan(seed, index);
    const id = shortId(seed, 'source', index);
    const keys = hasWriteKeys(plan.kind) ? (plan.keys ?? 1) : 0;
    part.sources.push({
      id,
      slug: slugOf(plan.name),
      name: plan.name,
      metadata: sourceMetadata(plan.kind),
      workspaceId: workspace.id,
      enabled: plan.disabled !== true,
      writeKeys: Array.from({ length: keys }, (_, key) => secretText(32, seed, 'write-key', index, key)),
      settings: connectionSettings(plan.kind, seed, index),
      labels: labelsOf(plan),
    });
    part.sourceSettings[id] = schemaSettings(plan, forwardTo);
    if (plan.governed === true) part.governedIds.push(id);
  }
  return part;
}

/** The fictional company: a retailer per seed, all on reserved `.example` domains. */
import { createRandom, shortId } from '../random.ts';
import type { WorkspaceRecord } from './world.ts';

const COMPANIES = [
  { slug: 'larkfield', name: 'Larkfield Outfitters' },
  { slug: 'morrow-and-vale', name: 'Morrow & Vale' },
  { slug: 'harbourline', name: 'Harbourline Home' },
  { slug: 'fennel-street', name: 'Fennel Street Grocers' },
  { slug: 'kestrel-cycles', name: 'Kestrel Cycles' },
  { slug: 'oakmere', name: 'Oakmere Books' },
] as const;

/** The domain of contractors in every world. */
export const CONTRACTOR_DOMAIN = 'northpier-studio.example';

/** Returns the workspace; seed 1 is Larkfield Outfitters. */
export function buildWorkspace(seed: number): WorkspaceRecord {
  const company = COMPANIES[seed - 1] ?? createRandom(seed, 'company').pick(COMPANIES);
  return { id: shortId(seed, 'workspace'), slug: company.slug, name: company.name };
}

/** Returns the company's own e-mail domain. */
export function companyDomain(workspace: WorkspaceRecord): string {
  return `${workspace.slug}.example`;
}

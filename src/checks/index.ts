/** All checks, by area and file. Written by `npm run docs` from the files that there are. */
import type { Check } from './check.ts';
import { check as membershipMembersAndInviteesUseApprovedEmailDomains } from './membership/members-and-invitees-use-approved-email-domains.ts';
import { check as membershipWorkspaceOwnerCountWithinBounds } from './membership/workspace-owner-count-within-bounds.ts';
import { check as sourcesWriteKeysAreNotSharedAcrossSources } from './sources/write-keys-are-not-shared-across-sources.ts';

export const checks: readonly Check[] = [
  membershipMembersAndInviteesUseApprovedEmailDomains,
  membershipWorkspaceOwnerCountWithinBounds,
  sourcesWriteKeysAreNotSharedAcrossSources,
];

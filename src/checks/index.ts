/** All checks, by area and file. Written by `npm run docs` from the files that there are. */
import type { Check } from './check.ts';
import { check as membershipMembersAndInviteesUseApprovedEmailDomains } from './membership/members-and-invitees-use-approved-email-domains.ts';
import { check as membershipWorkspaceOwnerCountWithinBounds } from './membership/workspace-owner-count-within-bounds.ts';
import { check as sourcesDisabledSourcesAreRetired } from './sources/disabled-sources-are-retired.ts';
import { check as sourcesEnabledSourcesCarryTraffic } from './sources/enabled-sources-carry-traffic.ts';
import { check as sourcesEnvironmentsAreSeparateSources } from './sources/environments-are-separate-sources.ts';
import { check as sourcesEverySourceCarriesRequiredLabels } from './sources/every-source-carries-required-labels.ts';
import { check as sourcesIntegrationsInProductionAreSupported } from './sources/integrations-in-production-are-supported.ts';
import { check as sourcesSourceNamesAreMeaningfulAndUnique } from './sources/source-names-are-meaningful-and-unique.ts';
import { check as sourcesTestDataStaysOutOfProductionSinks } from './sources/test-data-stays-out-of-production-sinks.ts';
import { check as sourcesWriteKeysAreNotSharedAcrossSources } from './sources/write-keys-are-not-shared-across-sources.ts';
import { check as sourcesWriteKeysRotateAndOverlapsAreShort } from './sources/write-keys-rotate-and-overlaps-are-short.ts';

export const checks: readonly Check[] = [
  membershipMembersAndInviteesUseApprovedEmailDomains,
  membershipWorkspaceOwnerCountWithinBounds,
  sourcesDisabledSourcesAreRetired,
  sourcesEnabledSourcesCarryTraffic,
  sourcesEnvironmentsAreSeparateSources,
  sourcesEverySourceCarriesRequiredLabels,
  sourcesIntegrationsInProductionAreSupported,
  sourcesSourceNamesAreMeaningfulAndUnique,
  sourcesTestDataStaysOutOfProductionSinks,
  sourcesWriteKeysAreNotSharedAcrossSources,
  sourcesWriteKeysRotateAndOverlapsAreShort,
];

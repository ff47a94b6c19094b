/** All checks, by area and file. Written by `npm run docs` from the files that there are. */
import type { Check } from './check.ts';
import { check as auditTrailAuditTrailIsAvailable } from './audit-trail/audit-trail-is-available.ts';
import { check as auditTrailAuditTrailIsReadWithoutHoles } from './audit-trail/audit-trail-is-read-without-holes.ts';
import { check as auditTrailConfigurationChangesMatchAuditEvents } from './audit-trail/configuration-changes-match-audit-events.ts';
import { check as auditTrailDestructiveChangesAreFewAndInWorkingHours } from './audit-trail/destructive-changes-are-few-and-in-working-hours.ts';
import { check as auditTrailPrivilegedActionsAreReviewed } from './audit-trail/privileged-actions-are-reviewed.ts';
import { check as auditTrailSupportAccessIsLimitedInTime } from './audit-trail/support-access-is-limited-in-time.ts';
import { check as destinationsChangesOfDestinationSettingsAreExplained } from './destinations/changes-of-destination-settings-are-explained.ts';
import { check as destinationsDeliverySucceeds } from './destinations/delivery-succeeds.ts';
import { check as destinationsDestinationsWithPersonalDataAreFiltered } from './destinations/destinations-with-personal-data-are-filtered.ts';
import { check as destinationsDeviceModeDestinationsAreKnown } from './destinations/device-mode-destinations-are-known.ts';
import { check as destinationsEnabledDestinationsSupportTheRequiredRegion } from './destinations/enabled-destinations-support-the-required-region.ts';
import { check as destinationsEnabledReceiversAreOfApprovedVendors } from './destinations/enabled-receivers-are-of-approved-vendors.ts';
import { check as destinationsEndpointsAreEncryptedAndNamed } from './destinations/endpoints-are-encrypted-and-named.ts';
import { check as destinationsNewReceiversAreApprovedBeforeDataFlows } from './destinations/new-receivers-are-approved-before-data-flows.ts';
import { check as destinationsSettingsShowNoReadableSecrets } from './destinations/settings-show-no-readable-secrets.ts';
import { check as destinationsSwitchedOffFiltersAreExplained } from './destinations/switched-off-filters-are-explained.ts';
import { check as destinationsVendorRecordsHoldContractRoleAndCountry } from './destinations/vendor-records-hold-contract-role-and-country.ts';
import { check as evidenceEvidenceIsFresh } from './evidence/evidence-is-fresh.ts';
import { check as evidencePopulationsAreComplete } from './evidence/populations-are-complete.ts';
import { check as evidenceRecordsHoldNoSecrets } from './evidence/records-hold-no-secrets.ts';
import { check as functionsAuthorsOfFunctionsAreMembers } from './functions/authors-of-functions-are-members.ts';
import { check as functionsChangesOfFunctionsAndTransformationsAreExplained } from './functions/changes-of-functions-and-transformations-are-explained.ts';
import { check as functionsFunctionsHoldNoSecretsInCode } from './functions/functions-hold-no-secrets-in-code.ts';
import { check as functionsHostsThatFunctionsReachAreRegistered } from './functions/hosts-that-functions-reach-are-registered.ts';
import { check as functionsSavedCodeIsDeployedInTime } from './functions/saved-code-is-deployed-in-time.ts';
import { check as membershipAccessChangesAreExplained } from './membership/access-changes-are-explained.ts';
import { check as membershipAccessToPersonalDataIsRestricted } from './membership/access-to-personal-data-is-restricted.ts';
import { check as membershipElevatedAccessIsGrantedThroughGroups } from './membership/elevated-access-is-granted-through-groups.ts';
import { check as membershipEveryMemberHasAccessToSomething } from './membership/every-member-has-access-to-something.ts';
import { check as membershipFewPeopleCanChangeProductionSources } from './membership/few-people-can-change-production-sources.ts';
import { check as membershipMembersAndInviteesUseApprovedEmailDomains } from './membership/members-and-invitees-use-approved-email-domains.ts';
import { check as membershipMembersAreInTheRoster } from './membership/members-are-in-the-roster.ts';
import { check as membershipMembersUseAddressesOfTheirOwn } from './membership/members-use-addresses-of-their-own.ts';
import { check as membershipNoOrphanUserGroups } from './membership/no-orphan-user-groups.ts';
import { check as membershipNoWorkspaceWideSourceAdministration } from './membership/no-workspace-wide-source-administration.ts';
import { check as membershipNobodyHoldsRolesThatShouldBeApart } from './membership/nobody-holds-roles-that-should-be-apart.ts';
import { check as membershipPendingInvitationsAreNotStale } from './membership/pending-invitations-are-not-stale.ts';
import { check as membershipPrivilegedMembersShowActivity } from './membership/privileged-members-show-activity.ts';
import { check as membershipWorkspaceOwnerCountWithinBounds } from './membership/workspace-owner-count-within-bounds.ts';
import { check as membershipWorkspaceOwnerRatioWithinBounds } from './membership/workspace-owner-ratio-within-bounds.ts';
import { check as privacyDestinationsCanEraseOrHaveAProcedure } from './privacy/destinations-can-erase-or-have-a-procedure.ts';
import { check as privacyErasureReachedEachDestination } from './privacy/erasure-reached-each-destination.ts';
import { check as privacyEvidenceOfRequestsHasNoGap } from './privacy/evidence-of-requests-has-no-gap.ts';
import { check as privacyHashingUsesSoundSettings } from './privacy/hashing-uses-sound-settings.ts';
import { check as privacyNoFailedRequestIsLeftOpen } from './privacy/no-failed-request-is-left-open.ts';
import { check as privacyNobodyLeavesTheSuppressionListUnasked } from './privacy/nobody-leaves-the-suppression-list-unasked.ts';
import { check as privacyRequestsAreDoneWithinTheStatutoryTime } from './privacy/requests-are-done-within-the-statutory-time.ts';
import { check as residencyWorkspaceAnswersOnTheExpectedRegion } from './residency/workspace-answers-on-the-expected-region.ts';
import { check as sourcesDisabledSourcesAreRetired } from './sources/disabled-sources-are-retired.ts';
import { check as sourcesEnabledSourcesCarryTraffic } from './sources/enabled-sources-carry-traffic.ts';
import { check as sourcesEnvironmentsAreSeparateSources } from './sources/environments-are-separate-sources.ts';
import { check as sourcesEverySourceCarriesRequiredLabels } from './sources/every-source-carries-required-labels.ts';
import { check as sourcesIntegrationsInProductionAreSupported } from './sources/integrations-in-production-are-supported.ts';
import { check as sourcesSourceNamesAreMeaningfulAndUnique } from './sources/source-names-are-meaningful-and-unique.ts';
import { check as sourcesTestDataStaysOutOfProductionSinks } from './sources/test-data-stays-out-of-production-sinks.ts';
import { check as sourcesWriteKeysAreNotSharedAcrossSources } from './sources/write-keys-are-not-shared-across-sources.ts';
import { check as sourcesWriteKeysRotateAndOverlapsAreShort } from './sources/write-keys-rotate-and-overlaps-are-short.ts';
import { check as tokenActorsThatAreNoPeopleAreRegistered } from './token/actors-that-are-no-people-are-registered.ts';
import { check as tokenCollectorMayReadEveryRequiredResource } from './token/collector-may-read-every-required-resource.ts';
import { check as tokenCollectorOnlyReads } from './token/collector-only-reads.ts';
import { check as tokenCollectorTokenIsAccepted } from './token/collector-token-is-accepted.ts';
import { check as tokenCollectorTokenIsRotatedInTime } from './token/collector-token-is-rotated-in-time.ts';
import { check as tokenTokenEventsAreReviewed } from './token/token-events-are-reviewed.ts';
import { check as trackingPlansEventNamesFollowObjectAction } from './tracking-plans/event-names-follow-object-action.ts';
import { check as trackingPlansEventsThatGetThroughArePlanned } from './tracking-plans/events-that-get-through-are-planned.ts';
import { check as trackingPlansPersonalDataPropertiesAreClassified } from './tracking-plans/personal-data-properties-are-classified.ts';
import { check as trackingPlansProductionSourcesAreGovernedByALivePlan } from './tracking-plans/production-sources-are-governed-by-a-live-plan.ts';
import { check as trackingPlansProhibitedDataIsNotPlanned } from './tracking-plans/prohibited-data-is-not-planned.ts';
import { check as trackingPlansPropertiesAreTypedAndDescribed } from './tracking-plans/properties-are-typed-and-described.ts';
import { check as trackingPlansPropertyNamesFollowOneConvention } from './tracking-plans/property-names-follow-one-convention.ts';
import { check as trackingPlansRuleChangesUseVersions } from './tracking-plans/rule-changes-use-versions.ts';
import { check as trackingPlansSpecialCategoryDataReachesOnlyContractedVendors } from './tracking-plans/special-category-data-reaches-only-contracted-vendors.ts';
import { check as trackingPlansTrackingPlansAreConnectedAndKept } from './tracking-plans/tracking-plans-are-connected-and-kept.ts';
import { check as trackingPlansUnplannedAndViolatingEventsAreBlocked } from './tracking-plans/unplanned-and-violating-events-are-blocked.ts';
import { check as trackingPlansUnplannedPropertiesAndTraitsAreOmitted } from './tracking-plans/unplanned-properties-and-traits-are-omitted.ts';
import { check as trackingPlansViolationsAreForwardedForReview } from './tracking-plans/violations-are-forwarded-for-review.ts';
import { check as usageUsageStaysInExpectedBounds } from './usage/usage-stays-in-expected-bounds.ts';
import { check as warehousesReverseEtlQueriesNameTheirColumns } from './warehouses/reverse-etl-queries-name-their-columns.ts';
import { check as warehousesSensitiveColumnsAreKeptOutOfWarehouses } from './warehouses/sensitive-columns-are-kept-out-of-warehouses.ts';
import { check as warehousesStoredCredentialsAreOfOneEnvironmentAndRenewed } from './warehouses/stored-credentials-are-of-one-environment-and-renewed.ts';
import { check as warehousesWarehouseSyncsAreCurrentAndClean } from './warehouses/warehouse-syncs-are-current-and-clean.ts';

export const checks: readonly Check[] = [
  auditTrailAuditTrailIsAvailable,
  auditTrailAuditTrailIsReadWithoutHoles,
  auditTrailConfigurationChangesMatchAuditEvents,
  auditTrailDestructiveChangesAreFewAndInWorkingHours,
  auditTrailPrivilegedActionsAreReviewed,
  auditTrailSupportAccessIsLimitedInTime,
  destinationsChangesOfDestinationSettingsAreExplained,
  destinationsDeliverySucceeds,
  destinationsDestinationsWithPersonalDataAreFiltered,
  destinationsDeviceModeDestinationsAreKnown,
  destinationsEnabledDestinationsSupportTheRequiredRegion,
  destinationsEnabledReceiversAreOfApprovedVendors,
  destinationsEndpointsAreEncryptedAndNamed,
  destinationsNewReceiversAreApprovedBeforeDataFlows,
  destinationsSettingsShowNoReadableSecrets,
  destinationsSwitchedOffFiltersAreExplained,
  destinationsVendorRecordsHoldContractRoleAndCountry,
  evidenceEvidenceIsFresh,
  evidencePopulationsAreComplete,
  evidenceRecordsHoldNoSecrets,
  functionsAuthorsOfFunctionsAreMembers,
  functionsChangesOfFunctionsAndTransformationsAreExplained,
  functionsFunctionsHoldNoSecretsInCode,
  functionsHostsThatFunctionsReachAreRegistered,
  functionsSavedCodeIsDeployedInTime,
  membershipAccessChangesAreExplained,
  membershipAccessToPersonalDataIsRestricted,
  membershipElevatedAccessIsGrantedThroughGroups,
  membershipEveryMemberHasAccessToSomething,
  membershipFewPeopleCanChangeProductionSources,
  membershipMembersAndInviteesUseApprovedEmailDomains,
  membershipMembersAreInTheRoster,
  membershipMembersUseAddressesOfTheirOwn,
  membershipNoOrphanUserGroups,
  membershipNoWorkspaceWideSourceAdministration,
  membershipNobodyHoldsRolesThatShouldBeApart,
  membershipPendingInvitationsAreNotStale,
  membershipPrivilegedMembersShowActivity,
  membershipWorkspaceOwnerCountWithinBounds,
  membershipWorkspaceOwnerRatioWithinBounds,
  privacyDestinationsCanEraseOrHaveAProcedure,
  privacyErasureReachedEachDestination,
  privacyEvidenceOfRequestsHasNoGap,
  privacyHashingUsesSoundSettings,
  privacyNoFailedRequestIsLeftOpen,
  privacyNobodyLeavesTheSuppressionListUnasked,
  privacyRequestsAreDoneWithinTheStatutoryTime,
  residencyWorkspaceAnswersOnTheExpectedRegion,
  sourcesDisabledSourcesAreRetired,
  sourcesEnabledSourcesCarryTraffic,
  sourcesEnvironmentsAreSeparateSources,
  sourcesEverySourceCarriesRequiredLabels,
  sourcesIntegrationsInProductionAreSupported,
  sourcesSourceNamesAreMeaningfulAndUnique,
  sourcesTestDataStaysOutOfProductionSinks,
  sourcesWriteKeysAreNotSharedAcrossSources,
  sourcesWriteKeysRotateAndOverlapsAreShort,
  tokenActorsThatAreNoPeopleAreRegistered,
  tokenCollectorMayReadEveryRequiredResource,
  tokenCollectorOnlyReads,
  tokenCollectorTokenIsAccepted,
  tokenCollectorTokenIsRotatedInTime,
  tokenTokenEventsAreReviewed,
  trackingPlansEventNamesFollowObjectAction,
  trackingPlansEventsThatGetThroughArePlanned,
  trackingPlansPersonalDataPropertiesAreClassified,
  trackingPlansProductionSourcesAreGovernedByALivePlan,
  trackingPlansProhibitedDataIsNotPlanned,
  trackingPlansPropertiesAreTypedAndDescribed,
  trackingPlansPropertyNamesFollowOneConvention,
  trackingPlansRuleChangesUseVersions,
  trackingPlansSpecialCategoryDataReachesOnlyContractedVendors,
  trackingPlansTrackingPlansAreConnectedAndKept,
  trackingPlansUnplannedAndViolatingEventsAreBlocked,
  trackingPlansUnplannedPropertiesAndTraitsAreOmitted,
  trackingPlansViolationsAreForwardedForReview,
  usageUsageStaysInExpectedBounds,
  warehousesReverseEtlQueriesNameTheirColumns,
  warehousesSensitiveColumnsAreKeptOutOfWarehouses,
  warehousesStoredCredentialsAreOfOneEnvironmentAndRenewed,
  warehousesWarehouseSyncsAreCurrentAndClean,
];

/** What frameworks ask for and Segment's API does not show: whoever answers for it must bring evidence from elsewhere. */

export const MANUAL_EVIDENCE: readonly { readonly subject: string; readonly from: string }[] = [
  {
    subject: 'Single sign-on: enforced, and for whom not',
    from: 'Settings of the workspace, and the identity provider',
  },
  { subject: 'A second factor is required', from: 'Settings of the workspace, and the identity provider' },
  { subject: 'Users are provisioned and removed by SCIM', from: 'The identity provider' },
  { subject: 'Sessions end after a time', from: 'Settings of the workspace' },
  { subject: 'The company has verified its domains', from: 'Settings of the workspace' },
  { subject: 'Classification and alerts of the Privacy Portal', from: 'Privacy Portal' },
  { subject: 'How long data is kept', from: 'Settings of the workspace' },
  { subject: 'Encryption of data for single destinations', from: 'Settings of the destination' },
  { subject: 'Where the audit trail is forwarded to', from: 'Settings of the workspace' },
  { subject: 'HIPAA: agreement, and that the workspace is eligible', from: 'Contract with Segment' },
  { subject: 'Tokens: which there are, and with which roles', from: 'Access management of the workspace' },
  { subject: 'When each user last logged in', from: 'The identity provider' },
  { subject: 'Consent: categories, and what each destination needs', from: 'Consent management' },
  { subject: 'Access of the support of Segment, as it is now', from: 'Settings of the workspace' },
  { subject: 'Agreements on data processing, and sub-processors', from: 'Contracts with the vendors' },
  { subject: 'Reports on Segment itself: SOC 2, ISO 27001', from: 'Trust centre of Twilio' },
];

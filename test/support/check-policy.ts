/** What a company might say of itself, so that every check has something to ask with. */
export const POLICY: Readonly<Record<string, unknown>> = {
  approvedDomains: ['larkfield.example'],
};

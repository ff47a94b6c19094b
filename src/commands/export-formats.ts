/** The formats of `export`: those that the contract names, of which this version has the last two. */
export const EXPORT_FORMATS = ['bag', 'xlsx', 'csv', 'oscal', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The formats of `export`. The first is what is meant where none is named. */
export const EXPORT_FORMATS = ['bag', 'xlsx', 'csv', 'oscal', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

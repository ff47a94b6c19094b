/** Where things are in the Segment app, by the names of its pages. */

/** By the name of a source or destination; `NAME` where it is not known. */
export const CLICK = {
  key: (source: string) => `Connections > Sources > ${source} > Settings > API Keys`,
  source: (source: string) => `Connections > Sources > ${source} > Settings`,
  debugger: (source: string) => `Connections > Sources > ${source} > Debugger`,
  schema: (source: string) => `Connections > Sources > ${source} > Schema`,
  destination: (destination: string) => `Connections > Destinations > ${destination} > Settings`,
  filters: (destination: string) => `Connections > Destinations > ${destination} > Filters`,
  delivery: (destination: string) => `Connections > Destinations > ${destination} > Event Delivery`,
} as const;

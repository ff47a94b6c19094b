/** How a record is named in answers: by its number, and by its chain where that is not the first one. */
export const recordText = ({ number, seq }: { readonly number: number; readonly seq: number }): string =>
  number === 1 ? `record ${seq}` : `record ${seq} of chain ${number}`;

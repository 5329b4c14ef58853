/** Stands for the hash of a content whose bytes are still coming. */
export const GROWING = 'growing'

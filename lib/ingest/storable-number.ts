import 'server-only'

const INT32 = 2 ** 31
const INT64 = 2n ** 63n

/** A whole number that a 32-bit column can hold, else null. */
export const int32 = (value: number | null): number | null =>
  value !== null && Number.isInteger(value) && value >= -INT32 && value < INT32 ? value : null

/** A number that is one, else null. */
export const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)

/** A whole number that a 64-bit column can hold, else null. */
export const int64 = (value: bigint | null): bigint | null =>
  value !== null && value >= -INT64 && value < INT64 ? value : null

/** Bounds of one request: counts as well as bytes, since a small body can hold millions of empty things. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024 // after decompression
export const MAX_ROWS = 10_000
export const MAX_LABELS = 10_000
export const MAX_ID = 200
export const MAX_TRUTH = 10_000
export const MAX_SHADOWS = 8

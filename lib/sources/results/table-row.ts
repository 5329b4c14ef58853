import type { Json } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'

/** A row of a table by the names of its columns, or why it is none. */
export type TableRow = { row: Json; ref: string; line: number | null; done: number } | { problem: Piece }

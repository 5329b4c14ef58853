import type { Cause } from '@/lib/model/status'

export const SCAFFOLD_LANGUAGES = ['python', 'typescript'] as const
export type ScaffoldLanguage = (typeof SCAFFOLD_LANGUAGES)[number]

/** A pattern for which a detector is proposed. All texts may come from outside. */
export interface ScaffoldInput {
  id: string
  /** 16 hex digits. */
  fingerprint: string
  /** With `<*>` for every masked part. */
  template: string
  title: string
  errorType: string
  cause: Cause
  /** What the catalogue says about failures of this kind; null when it does not know them. */
  catalogue: { means: string; helps: string } | null
  occurrences: number
  runs: number
  sessions: number
  firstSeenAt: string
  lastSeenAt: string
  /** Real messages of the pattern; at most 20 are used. */
  samples: readonly string[]
  autopackSignatures: readonly string[]
  /** Messages of other patterns, which a detector must leave alone; at most 10 are used. */
  others: readonly string[]
}

export interface ScaffoldFile {
  /** With slashes, relative. */
  path: string
  text: string
}

/** What every file of one scaffold is made of. */
export interface Scaffold {
  input: ScaffoldInput
  language: ScaffoldLanguage
  /** `type_1a2b3c4d`: a name for files and modules in both languages. */
  slug: string
  /** Samples as the tests hold them: cut, each once, none blank. */
  samples: string[]
  /** Texts that the expression leaves alone. */
  others: string[]
  /** Texts of other patterns that it finds, too: a person must make it narrower. */
  alsoFound: string[]
  /** The expression in pieces, in the syntax of the language; together they are the whole. */
  expression: string[]
}

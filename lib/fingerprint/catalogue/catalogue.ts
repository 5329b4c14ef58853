import { AGENT_TOOLS } from './agent-tools'
import { CODE } from './code'
import { COMMAND_LINE } from './command-line'
import { CREDENTIALS } from './credentials'
import { DECISIONS } from './decisions'
import { ENDINGS } from './endings'
import type { CatalogueEntry } from './entry'
import { MACHINE } from './machine'
import { MODEL_SERVICE } from './model-service'
import { NETWORK } from './network'
import { WORK } from './work'

/**
 * Every known kind of failure, in the order in which it is tried: a person's decision before all, what names its cause
 * outright before what only looks like one, and how something ended only when nothing else is known.
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...DECISIONS,
  ...AGENT_TOOLS,
  ...CREDENTIALS,
  ...MODEL_SERVICE,
  ...NETWORK,
  ...WORK,
  ...COMMAND_LINE,
  ...MACHINE,
  ...CODE,
  ...ENDINGS,
]

/** Texts that say that something failed before them, not what. */
const ECHOES = CATALOGUE.filter(({ kind }) => kind === 'consequence').map(({ finds }) => finds)

/** Whether a text holds what echoes of other failures say; what it says besides may be a cause of its own. */
export const mayBeEcho = (text: string): boolean => ECHOES.some((finds) => finds.test(text))

const BY_ID = new Map(CATALOGUE.map((entry) => [entry.id, entry]))

/** The entry of a stored rule; undefined when this version has none of that name. */
export const catalogueEntry = (id: string): CatalogueEntry | undefined => BY_ID.get(id)

import { parseDocument } from 'yaml'
import { isObject, type Json } from '@/lib/sources/codex/json-value'

/** A flow is some kilobytes; YAML much larger than that is not read, because parsing it would hold everything up. */
const YAML_MAX = 4 * 2 ** 20
const REASON_MAX = 300

export interface ParsedYaml {
  value: Json | null
  /** What is wrong with the text; the rest of it may still have been read. */
  problem: string | null
}

/**
 * YAML as plain objects. The programs that write it quote nothing within quotes, so a broken text is read as far as it
 * goes. Never throws: aliases that multiply and nesting without end are problems like any other.
 */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > YAML_MAX) return { value: null, problem: 'the YAML is longer than 4 MiB' }
  try {
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: true, uniqueKeys: false, version: '1.2' })
    const [error] = document.errors
    const problem = error === undefined ? null : `not YAML: ${error.message.split('\n', 1)[0]?.slice(0, REASON_MAX)}`
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (isObject(value)) return { value, problem }
    return { value: null, problem: problem ?? 'the YAML is no object' }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { value: null, problem: `not YAML: ${message.slice(0, REASON_MAX)}` }
  }
}

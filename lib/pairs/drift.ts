import { type Fact, known, notApplicable } from '@/lib/validity/fact'

interface DriftFlag {
  name: string
  detail: string
  evidence: string
}

const DATE = /[-@]20\d{2}-?\d{2}-?\d{2}$/
const HASH = /^[0-9a-f]{16,64}$/i

/** A dated name and one with its provider are the same model. */
const plain = (name: string) => name.trim().toLowerCase().replace(/^.*\//, '').replace(DATE, '')

/** Every text in a value that may be JSON. */
function textsIn(value: string): string[] {
  try {
    const texts: string[] = []
    const walk = (part: unknown): void => {
      if (typeof part === 'string') texts.push(part)
      else if (typeof part === 'object' && part !== null) Object.values(part).forEach(walk)
    }
    walk(JSON.parse(value))
    return texts.length > 0 ? texts : [value]
  } catch {
    return [value]
  }
}

/** Models or settings that were not those asked for: as the records flag it, else by the two lists of models. */
export function driftOf(
  requested: Fact<string>,
  observed: Fact<string>,
  flags: readonly DriftFlag[],
): Fact<readonly string[]> {
  const flagged = flags.filter(({ name }) => name === 'model_drift' || name === 'effort_drift')
  const [first] = flagged
  if (first) return known(flagged.map(({ detail }) => detail).sort(), first.evidence)
  if (requested.state !== 'known') return requested
  if (observed.state !== 'known') return observed
  const asked = textsIn(requested.value)
  if (asked.some((name) => HASH.test(name))) return notApplicable('a hash of the models asked for names none')
  const names = new Set(asked.map(plain))
  const others = observed.value.split(', ').filter((model) => !names.has(plain(model)))
  return known(
    others.map((model) => `asked for ${asked.join(', ')}, ${model} answered`),
    `${requested.evidence}; ${observed.evidence}`,
  )
}

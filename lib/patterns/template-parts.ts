import { keepExitCode, keepNamedExitCode } from '@/lib/fingerprint/exit-code'
import { keepNamedStatus, keepStatusWord } from '@/lib/fingerprint/http-status'
import { holdsKeptDigits, restoreDigits } from '@/lib/fingerprint/mask-characters'

/** A piece of a template: kept as it stood, masked, or a number that means something (an HTTP status, an exit code). */
export interface TemplatePart {
  kind: 'text' | 'mask' | 'code'
  text: string
}

const MASK = '<*>'
/** Longer texts are cut before they are shown; what makes one message differ from another stands at the front. */
const LOOKED_MAX = 4_000
const KEPT_RUN = /([\ue000-\ue009]+)/

/** A template as it is drawn. @param template with `<*>` for every masked part */
export function templateParts(template: string): TemplatePart[] {
  const words = template.slice(0, LOOKED_MAX).split(/(\s+)/)
  const bare = words.filter((_, index) => index % 2 === 0)
  const marked = words.map((word, index) => {
    if (index % 2 === 1 || !/[0-9]/.test(word)) return word
    const at = index / 2
    return keepStatusWord(bare, at) ?? keepExitCode(bare, at) ?? keepNamedExitCode(keepNamedStatus(word))
  })
  return joined(marked.join('') + template.slice(LOOKED_MAX))
}

function joined(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  text.split(MASK).forEach((piece, index) => {
    if (index > 0) parts.push({ kind: 'mask', text: MASK })
    for (const each of piece.split(KEPT_RUN)) {
      if (each === '') continue
      if (holdsKeptDigits(each)) parts.push({ kind: 'code', text: restoreDigits(each) })
      else parts.push({ kind: 'text', text: each })
    }
  })
  return parts
}

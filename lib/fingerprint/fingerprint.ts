import { createHash } from 'node:crypto'
import { failureHeadline, type Headline } from './failure-headline'
import { shownTemplate } from './mask-characters'
import { shapeOf } from './shape-of'

/** Names masks, merging and hash together. Another name means that stored fingerprints have to be made again. */
export const FINGERPRINT_ALGORITHM = 'template-1'

export interface Fingerprint {
  algorithm: string
  /** 16 hex digits. */
  fingerprint: string
  /** With `<*>` for every masked part. */
  template: string
  /** What the hash was made of. */
  hashInput: string
}

/** The fingerprint of a template of `learnTemplates`, or of a shape when nothing was learned. */
export function fingerprintOf(template: string): Fingerprint {
  const shown = shownTemplate(template)
  const hashInput = `${FINGERPRINT_ALGORITHM}\n${shown}`
  const fingerprint = createHash('sha256').update(hashInput).digest('hex').slice(0, 16)
  return { algorithm: FINGERPRINT_ALGORITHM, fingerprint, template: shown, hashInput }
}

/** The shape of a failure's informative line, with that line and what stands apart from the mask. */
export function failureShape(text: string): Headline & { shape: string } {
  const headline = failureHeadline(text)
  return { ...headline, shape: shapeOf(headline.text) }
}

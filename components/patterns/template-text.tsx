import { cx } from '@/components/ui/cx'
import { VisibleText } from '@/components/ui/hostile-text'
import { cutText } from '@/components/ui/visible-text'
import { type TemplatePart, templateParts } from '@/lib/patterns/template-parts'

const SHOWN_MAX = 400

interface TemplateTextProps {
  /** A template or a title, with `<*>` for every masked part. */
  text: string
  /** Characters shown. */
  max?: number
  className?: string
}

/** What stays the same as text, what differs as a dashed box; an HTTP status or exit code stands out. */
export function TemplateText({ text, max = SHOWN_MAX, className }: TemplateTextProps) {
  const cut = cutText(text, max).replace(text.length > max ? /<\*?$/ : /$^/, '')
  return (
    <bdi className={cx('isolate', className)}>
      {templateParts(cut).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity
        <Part key={index} part={part} />
      ))}
      {text.length > max ? '…' : null}
    </bdi>
  )
}

function Part({ part: { kind, text } }: { part: TemplatePart }) {
  if (kind === 'text') return <VisibleText text={text} />
  if (kind === 'code') return <b className="font-semibold text-1">{text}</b>
  return <MaskBox />
}

/** A masked part, the same wherever one is shown. */
export function MaskBox({ children }: { children?: React.ReactNode }) {
  return (
    <span
      title={children === undefined ? 'differs from message to message' : undefined}
      className="mx-px rounded-[3px] border border-line-strong border-dashed px-1 font-mono text-11 text-2"
    >
      {children ?? '*'}
    </span>
  )
}

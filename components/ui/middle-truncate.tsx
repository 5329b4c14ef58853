'use client'

import { useCopy } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { middleTruncate, plainText } from '@/components/ui/visible-text'

interface MiddleTruncateProps {
  text: string
  /** Characters shown. */
  max?: number
  /** A click copies the whole text. Switch off inside a link. */
  copy?: boolean
  mono?: boolean
  /** Goes on in a second line on a phone, where it may be wider than the page. */
  wraps?: boolean
  className?: string
}

/** An id or a path: both ends stay, the whole text is in the title and one click copies it. */
export function MiddleTruncate({
  text,
  max = 32,
  copy = true,
  mono = true,
  wraps = false,
  className,
}: MiddleTruncateProps) {
  const shown = plainText(middleTruncate(text, max))
  const classes = cx(
    'isolate whitespace-nowrap',
    wraps && 'wrap-anywhere max-md:whitespace-normal!',
    mono && 'font-mono text-12',
    className,
  )
  if (copy) return <CopyText text={text} shown={shown} className={classes} />
  return (
    <bdi title={plainText(text)} className={classes}>
      {shown}
    </bdi>
  )
}

function CopyText({ text, shown, className }: { text: string; shown: string; className: string }) {
  const { copy, state } = useCopy(text)
  return (
    <button
      type="button"
      onClick={copy}
      title={`${plainText(text)} (click copies)`}
      className={cx('cursor-copy rounded-sm text-left hover:bg-hover', className)}
    >
      <bdi>{shown}</bdi>
      <span aria-live="polite" className={cx('font-sans text-11', state === 'failed' ? 'text-bad' : 'text-ok')}>
        {state === 'copied' ? ' copied' : state === 'failed' ? ' not copied' : ''}
      </span>
    </button>
  )
}

import type { ComponentProps } from 'react'
import { Icon } from '@/components/ui/icon'

/** A word of the sentence that can be changed. */
export function Pick({ label, children, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      className="inline-flex items-center gap-0.5 whitespace-nowrap border-line-strong border-b border-dashed text-1 hover:border-solid"
    >
      <span className="sr-only">{label}: </span>
      {children}
      <Icon name="chevron-down" className="size-3 text-3" />
    </button>
  )
}

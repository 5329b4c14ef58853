import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'

/** A filter that is set: "status is **failed** ×". The cross is a link, since the URL is the state. */
export function Chip({
  children,
  removeHref,
  removeLabel,
}: {
  children: ReactNode
  removeHref: string
  removeLabel: string
}) {
  return (
    <span className="inline-flex h-7 items-center whitespace-nowrap rounded-md bg-sunken pl-2 text-12 text-2 md:h-6 [&_b]:text-1">
      <span className="max-w-80 truncate">{children}</span>
      <Link
        href={removeHref}
        aria-label={removeLabel}
        title={removeLabel}
        scroll={false}
        className="inline-flex size-7 items-center justify-center rounded-sm text-3 hover:text-1 md:size-6"
      >
        <Icon name="cross" className="size-3" />
      </Link>
    </span>
  )
}

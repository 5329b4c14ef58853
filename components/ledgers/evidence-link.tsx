import Link from 'next/link'
import type { ReactNode } from 'react'

/** Leads from a number to the rows it is made of; plain text where there is no place for them. */
export function EvidenceLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return <>{children}</>
  const className = 'text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current'
  // What stands on this page is jumped to, and rows for programs are no page.
  if (href.startsWith('#') || href.startsWith('/api/')) {
    return (
      <a href={href} className={className}>
        {children}
      </a>
    )
  }
  return (
    <Link href={href} prefetch={false} className={className}>
      {children}
    </Link>
  )
}

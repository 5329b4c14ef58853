import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { Pill } from '@/components/ui/status'
import type { Tone } from '@/lib/tone'

export interface TabItem {
  href: string
  label: string
  current: boolean
  count?: string | number | null
  tone?: Tone | undefined
}

/** Views of one page. Links, because each view has an address. Reaches the edges of the page. */
export function Tabs({ label, items }: { label: string; items: readonly TabItem[] }) {
  return (
    <nav
      aria-label={label}
      className="bleed page-x relative flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]"
    >
      {items.map((item) => (
        <Link
          key={item.label}
          href={item.href}
          scroll={false}
          aria-current={item.current ? 'page' : undefined}
          className={cx(
            '-mb-px inline-flex h-9 flex-none items-center gap-1.5 whitespace-nowrap border-b-2 text-13 focus-visible:outline-offset-[-2px]',
            item.current ? 'border-accent font-semibold text-1' : 'border-transparent text-2 hover:text-1',
          )}
        >
          {item.label}
          {item.count === undefined || item.count === null ? null : (
            <Pill {...(item.tone ? { tone: item.tone } : {})}>{item.count}</Pill>
          )}
        </Link>
      ))}
    </nav>
  )
}

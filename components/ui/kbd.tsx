import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/** One key of the keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cx(
        'inline-flex h-[17px] min-w-[17px] items-center justify-center rounded-sm border border-line border-b-2 bg-surface px-1 font-normal font-sans text-2 text-11 leading-none',
        className,
      )}
    >
      {children}
    </kbd>
  )
}

/** A sequence such as "g o", one box a key. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.split(' ').map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  )
}

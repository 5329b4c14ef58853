import type { ReactNode } from 'react'
import { ToneShape } from '@/components/ui/tone-shape'

interface EmptyStateProps {
  /** `nothing-yet` says what fills it, `nothing-matches` shows the way back, `all-clear` is good news. */
  kind: 'nothing-yet' | 'nothing-matches' | 'all-clear'
  title: string
  children?: ReactNode
  /** Buttons and links. */
  actions?: ReactNode
}

export function EmptyState({ kind, title, children, actions }: EmptyStateProps) {
  return (
    <div data-empty={kind} className="grid max-w-[60ch] grid-cols-1 justify-items-start gap-2.5 pt-4 pb-5 text-13">
      <h3 className="flex items-center gap-1.5 font-semibold text-14">
        {kind === 'all-clear' ? <ToneShape tone="ok" /> : null}
        {title}
      </h3>
      {children ? <div className="grid grid-cols-1 justify-items-start gap-2 text-2">{children}</div> : null}
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  )
}

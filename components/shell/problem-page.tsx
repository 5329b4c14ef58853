import type { ReactNode } from 'react'
import { Logo } from '@/components/shell/logo'

/** A whole page that says what is wrong and what to do, without the shell. */
export function ProblemPage({ title, children, actions }: { title: string; children: ReactNode; actions: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-[60ch] content-center justify-items-start gap-3 px-6 py-10 text-14">
      <p className="flex items-center gap-2 font-semibold">
        <Logo />
        Pitwall
      </p>
      <h1 className="font-semibold text-20">{title}</h1>
      <div className="grid gap-2 text-2">{children}</div>
      <div className="flex flex-wrap items-center gap-2 pt-1">{actions}</div>
    </main>
  )
}

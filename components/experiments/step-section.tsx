import type { ReactNode } from 'react'
import { Section } from '@/components/ui/section'

interface StepSectionProps {
  /** Its place in the order in which a result has to be read. */
  step: number
  title: string
  meta?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** One of the numbered parts of a result. */
export function StepSection({ step, title, meta, actions, children }: StepSectionProps) {
  const before = (
    <span className="mr-1.5 inline-flex size-[18px] items-center justify-center rounded-full border border-line-strong align-[-1px] font-normal text-11 text-2 leading-none">
      {step}
    </span>
  )
  return (
    <Section title={title} before={before} meta={meta} actions={actions}>
      {children}
    </Section>
  )
}

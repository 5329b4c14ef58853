'use client'

import { useRouter } from 'next/navigation'
import type { FormEvent, ReactNode } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Popover } from '@/components/ui/popover'

interface FilterPopoverProps {
  /** On the chip, after its plus. */
  label: string
  /** Of the popover. */
  title: string
  submit: string
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The address with the fields of the form. */
  hrefOf: (form: FormData) => string
  className: string
  children: ReactNode
}

/** A dashed chip that opens a small form of filters. */
export function FilterPopover(props: FilterPopoverProps) {
  const { label, title, submit, open, onOpenChange, hrefOf, className, children } = props
  const router = useRouter()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onOpenChange(false)
    router.push(hrefOf(new FormData(event.currentTarget)), { scroll: false })
  }
  const trigger = (
    <button type="button" className={cx(buttonClass({ size: 'sm' }), 'border-line-strong! border-dashed! text-2')}>
      + {label}
    </button>
  )
  return (
    <Popover trigger={trigger} label={title} open={open} onOpenChange={onOpenChange}>
      <form onSubmit={onSubmit} className={cx('grid gap-2 text-13', className)}>
        {children}
        <Button type="submit" look="primary" className="justify-self-start">
          {submit}
        </Button>
      </form>
    </Popover>
  )
}

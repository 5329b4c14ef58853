'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { Fleet } from '@/lib/http/wire'
import { ask, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import type { TokenView } from '@/lib/tokens/view-schema'
import { DAYS_MAX, parseWindow } from '@/lib/tokens/window'
import { daysWords, spanWords } from '@/lib/tokens/words'
import { Pick } from './pick'

const LENGTHS = [7, 14, 30, 90, 365] as const

interface WindowPickProps {
  address: TokensAddress
  fleet: Fleet
  view: TokenView | undefined
}

/** The window: a length up to the newest usage, or two dates. */
export function WindowPick({ address, fleet, view }: WindowPickProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const window = `${form.get('first')}..${form.get('last')}`
    if (!parseWindow(window)) return setProblem(`From the first to the last day, at most ${DAYS_MAX} days.`)
    setOpen(false)
    setProblem(null)
    router.push(tokensHref(ask(address, { window }), fleet), { scroll: false })
  }
  const trigger = <Pick label="Window">{view ? spanWords(view.window) : 'these days'}</Pick>
  const field = 'h-8 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1'
  return (
    <Popover trigger={trigger} label="Window" open={open} onOpenChange={setOpen}>
      <div className="grid w-64 gap-3 text-13">
        <div className="flex flex-wrap gap-1.5">
          {LENGTHS.map((days) => (
            <Link
              key={days}
              href={tokensHref(ask(address, { window: `${days}d` }), fleet)}
              scroll={false}
              onClick={() => setOpen(false)}
              aria-current={address.input.window === `${days}d` ? 'true' : undefined}
              className={buttonClass({ size: 'sm' })}
            >
              {daysWords(days)}
            </Link>
          ))}
        </div>
        <form onSubmit={submit} className="grid gap-2">
          <label className="grid gap-1 text-12 text-2">
            First day
            <input required type="date" name="first" defaultValue={view?.window.first} className={field} />
          </label>
          <label className="grid gap-1 text-12 text-2">
            Last day
            <input required type="date" name="last" defaultValue={view?.window.last} className={field} />
          </label>
          {problem ? (
            <p role="alert" className="text-12 text-bad">
              {problem}
            </p>
          ) : null}
          <Button type="submit" look="primary" className="justify-self-start">
            Show these days
          </Button>
        </form>
      </div>
    </Popover>
  )
}

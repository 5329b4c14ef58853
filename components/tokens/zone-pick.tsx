'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { Fleet } from '@/lib/http/wire'
import { ask, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import { Pick } from './pick'

/** UTC and the zone of this browser first, then all that it knows. Read when the list opens: a server knows others. */
function zones(current: string): string[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return [...new Set(['UTC', own, current, ...Intl.supportedValuesOf('timeZone')])]
}

/** The time zone whose midnights divide the days. */
export function ZonePick({ address, fleet }: { address: TokensAddress; fleet: Fleet }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { tz } = address.input
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setOpen(false)
    const zone = String(new FormData(event.currentTarget).get('zone'))
    router.push(tokensHref(ask(address, { tz: zone }), fleet), { scroll: false })
  }
  return (
    <Popover trigger={<Pick label="Time zone of days">{tz}</Pick>} label="Time zone" open={open} onOpenChange={setOpen}>
      <form onSubmit={submit} className="grid w-56 gap-2 text-13">
        <label className="grid gap-1 text-12 text-2">
          Days begin at midnight in
          <select
            name="zone"
            defaultValue={tz}
            className="h-8 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1"
          >
            {open ? zones(tz).map((zone) => <option key={zone}>{zone}</option>) : null}
          </select>
        </label>
        <Button type="submit" look="primary" className="justify-self-start">
          Show
        </Button>
      </form>
    </Popover>
  )
}

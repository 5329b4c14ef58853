'use client'

import Link from 'next/link'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon, type IconName } from '@/components/ui/icon'
import { Keys } from '@/components/ui/kbd'

interface ItemBase {
  label: string
  icon?: IconName
  keys?: string
  /** Why it cannot be used now; shown beside it. */
  disabledReason?: string | null
  /** Set for a choice: exactly one of its group is checked. */
  checked?: boolean
}

export type MenuEntry =
  | (ItemBase & { href: string; onSelect?: never })
  | (ItemBase & { onSelect: () => void; href?: never })
  | { heading: string }
  | 'line'

interface MenuProps {
  trigger: ReactNode
  entries: readonly MenuEntry[]
  align?: 'start' | 'end'
}

const ROW =
  'flex h-8 items-center gap-2 whitespace-nowrap rounded-sm px-2 text-13 outline-none data-[highlighted]:bg-selected md:h-7'

export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="overlay layer-menu min-w-52 p-1">
          {entries.map((entry, index) => (
            <Entry key={keyOf(entry, index)} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const keyOf = (entry: MenuEntry, index: number) =>
  entry === 'line' ? `line ${index}` : 'heading' in entry ? entry.heading : entry.label

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'line') return <Radix.Separator className="-mx-1 my-1 border-line border-t" />
  if ('heading' in entry) return <Radix.Label className="px-2 pt-1.5 pb-1 text-12 text-3">{entry.heading}</Radix.Label>
  const off = Boolean(entry.disabledReason)
  const row = cx(ROW, off && 'text-3')
  const body = <EntryBody entry={entry} />
  if (entry.href !== undefined && !off) {
    return (
      <Radix.Item asChild>
        <Link href={entry.href} className={row}>
          {body}
        </Link>
      </Radix.Item>
    )
  }
  const select = off ? (event: Event) => event.preventDefault() : () => entry.onSelect?.()
  if (entry.checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={entry.checked} aria-disabled={off || undefined} onSelect={select} className={row}>
        {body}
      </Radix.CheckboxItem>
    )
  }
  return (
    <Radix.Item aria-disabled={off || undefined} onSelect={select} className={row}>
      {body}
    </Radix.Item>
  )
}

function EntryBody({ entry }: { entry: ItemBase }) {
  return (
    <>
      {entry.icon ? <Icon name={entry.icon} className="text-2" /> : null}
      <span>{entry.label}</span>
      <span className="ml-auto pl-4 text-12 text-3">
        {entry.disabledReason ?? (entry.keys ? <Keys keys={entry.keys} /> : null)}
      </span>
      {entry.checked ? <Icon name="check" className="text-accent" /> : null}
    </>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { CommandPalette } from '@/components/shell/command-palette'
import { FleetSwitch, useFleet } from '@/components/shell/fleet'
import { KeySheet } from '@/components/shell/key-sheet'
import { PAGES } from '@/components/shell/pages'
import { type ServerIdentity, Sidebar, SidebarBody } from '@/components/shell/sidebar'
import { IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { keyText } from '@/lib/keyboard/key-registry'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { useLive } from '@/lib/live/live-provider'
import { RevisionWatch } from '@/lib/live/revision-watch'

type Open = 'nothing' | 'menu' | 'palette' | 'keys'
const OpenMenu = createContext<() => void>(() => {})

/** Opens the pages on narrow screens. */
export function MenuButton() {
  return <IconButton icon="menu" label="Pages" look="ghost" className="md:hidden" onClick={useContext(OpenMenu)} />
}

/** Skip link, sidebar, drawer, palette and key sheet around every page. */
export function Shell({ server, children }: { server: ServerIdentity; children: ReactNode }) {
  const [open, setOpen] = useState<Open>('nothing')
  const commandKey = keyText('mod+k', useIsApple())
  const fleet = useFleet()
  const close = (next: boolean) => setOpen(next ? open : 'nothing')
  useShellKeys(setOpen)
  const side = { server, commandKey, onSearch: () => setOpen('palette') }
  return (
    <OpenMenu value={() => setOpen('menu')}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:layer-toast focus:fixed! focus:top-2 focus:left-2 focus:rounded-md focus:bg-surface focus:px-3! focus:py-2!"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <Sidebar {...side} />
        {children}
      </div>
      <Dialog open={open === 'menu'} onOpenChange={close} title="Pages" titleHidden place="side">
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links inside act; this only closes after them */}
        <div
          className="flex h-full flex-col gap-0.5 p-3"
          onClick={(event) => event.target instanceof Element && event.target.closest('a') && setOpen('nothing')}
        >
          <FleetSwitch className="mb-2 self-start" />
          <SidebarBody {...side} />
        </div>
      </Dialog>
      <RevisionWatch fleet={fleet} />
      <CommandPalette open={open === 'palette'} onOpenChange={close} />
      <KeySheet open={open === 'keys'} onOpenChange={close} />
    </OpenMenu>
  )
}

function useShellKeys(setOpen: (open: Open) => void) {
  const router = useRouter()
  const fleet = useFleet()
  const { paused, setPaused, refresh } = useLive()
  useKeys([
    { id: 'palette', keys: ['mod+k'], label: 'Commands', group: 'Anywhere', run: () => setOpen('palette') },
    {
      id: 'search',
      keys: ['/'],
      label: 'Search this page',
      group: 'Anywhere',
      when: () => pageSearch() !== null,
      run: () => pageSearch()?.focus(),
    },
    { id: 'keys', keys: ['?'], label: 'This list', group: 'Anywhere', run: () => setOpen('keys') },
    {
      id: 'pause',
      keys: ['p'],
      label: paused ? 'Resume polling' : 'Pause polling',
      group: 'Anywhere',
      palette: true,
      run: () => setPaused(!paused),
    },
    { id: 'refresh', keys: ['r'], label: 'Refresh', group: 'Anywhere', palette: true, run: refresh },
    ...PAGES.map(({ label, root, href, key }) => ({
      id: `go ${root}`,
      keys: [`g ${key}`],
      label,
      group: 'Go to' as const,
      run: () => router.push(href(fleet)),
    })),
  ])
}

/** A page marks its search field with `data-page-search`. */
function pageSearch(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-page-search]')
}

const never = () => () => {}

function useIsApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  )
}

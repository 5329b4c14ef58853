'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useFleet } from '@/components/shell/fleet'
import { Logo } from '@/components/shell/logo'
import { isCurrentPage, PAGES } from '@/components/shell/pages'
import { usePreference } from '@/components/shell/preferences'
import { TriageCount } from '@/components/shell/triage-count'
import { IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'

/** What stands at the foot: which program, on which database. */
export interface ServerIdentity {
  version: string
  databaseKind: string
  databaseIdentity: string
}

interface SidebarProps {
  server: ServerIdentity
  onSearch: () => void
  commandKey: string
}

/** On wide screens; collapses to its icons by a choice that the style sheet reads before the first paint. */
export function Sidebar(props: SidebarProps) {
  const [width, setWidth] = usePreference('sidebar')
  return (
    <aside
      aria-label="Sidebar"
      className="group/side sticky top-0 hidden h-dvh w-52 flex-none flex-col gap-0.5 overflow-y-auto overflow-x-hidden border-line border-r bg-canvas px-2 py-2.5 md:flex narrow-side:w-12 narrow-side:px-1.5"
    >
      <div className="mb-1.5 flex h-7 items-center gap-2 px-2 narrow-side:px-2">
        <Logo />
        <span className="font-semibold text-14 narrow-side:hidden">Pitwall</span>
      </div>
      <SidebarBody {...props} />
      <IconButton
        icon="sidebar"
        label={width === 'narrow' ? 'Widen the sidebar' : 'Narrow the sidebar'}
        look="ghost"
        className="narrow-side:mt-auto narrow-side:ml-1"
        onClick={() => setWidth(width === 'narrow' ? 'wide' : 'narrow')}
      />
    </aside>
  )
}

export function SidebarBody({ server, onSearch, commandKey }: SidebarProps) {
  return (
    <>
      <button
        type="button"
        onClick={onSearch}
        aria-label="Search or run a command"
        className="mb-2.5 flex h-8 flex-none items-center gap-2 rounded-md border border-line bg-surface pr-1.5 pl-2 text-13 text-3 hover:bg-hover md:h-7"
      >
        <Icon name="search" />
        <span className="narrow-side:hidden">Search or run</span>
        <Kbd className="ml-auto max-md:hidden narrow-side:hidden">{commandKey}</Kbd>
      </button>
      <PageLinks />
      <div className="mt-auto grid gap-0.5 p-2 text-12 text-3 narrow-side:hidden">
        <span>
          pitwall {server.version} · {server.databaseKind}
        </span>
        <span>
          db <span className="font-mono">{server.databaseIdentity}</span>
        </span>
      </div>
    </>
  )
}

function PageLinks() {
  const pathname = usePathname()
  const fleet = useFleet()
  return (
    <nav aria-label="Pages" className="grid gap-0.5">
      {PAGES.map(({ label, icon, root, href, key, last, badge }) => {
        const current = isCurrentPage(root, pathname)
        return (
          <Link
            key={root}
            href={href(fleet)}
            aria-current={current ? 'page' : undefined}
            title={`${label} (g ${key})`}
            className={cx(
              'flex h-9 flex-none items-center gap-2 rounded-md px-2 text-13 md:h-7',
              last &&
                'relative mt-[17px] before:absolute before:inset-x-2 before:-top-[9px] before:h-px before:bg-line',
              current ? 'bg-selected font-semibold text-1' : 'text-2 hover:bg-hover hover:text-1',
            )}
          >
            <Icon name={icon} className={current ? 'text-accent' : 'text-3'} />
            <span className="narrow-side:sr-only">{label}</span>
            {badge === 'triage' ? <TriageCount /> : null}
          </Link>
        )
      })}
    </nav>
  )
}

'use client'

import { useIsFetching } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { FleetSwitch, SampleBanner } from '@/components/shell/fleet'
import { LiveStatus } from '@/components/shell/live-status'
import { MenuButton } from '@/components/shell/shell'
import { ViewMenu } from '@/components/shell/view-menu'

interface PageProps {
  /** The one `h1`. Foreign text goes through HostileText or MiddleTruncate first. */
  title: ReactNode
  /** Links back, before the title: "Runs /". */
  crumbs?: readonly { label: string; href: string }[]
  /** Badges and facts after the title. */
  meta?: ReactNode
  /** Buttons of the page, at the right of the header. */
  actions?: ReactNode
  /** The title of the browser tab; with `tabCount` it reads "(3) Runs". */
  tabTitle: string
  tabCount?: number
  children: ReactNode
}

/** Header, banner and main part of every page. */
export function Page({ title, crumbs = [], meta, actions, tabTitle, tabCount = 0, children }: PageProps) {
  useTabTitle(tabCount > 0 ? `(${tabCount}) ${tabTitle}` : tabTitle)
  return (
    <div className="min-w-0 flex-1">
      <div className="layer-sticky sticky top-0">
        <header className="page-x flex h-12 items-center gap-2.5 border-line border-b bg-surface max-md:px-3">
          <MenuButton />
          {crumbs.length > 0 ? (
            <nav aria-label="Breadcrumb" className="flex flex-none gap-1.5 text-3 max-md:hidden">
              {crumbs.map(({ label, href }) => (
                <span key={href}>
                  <Link href={href} className="text-2 hover:underline">
                    {label}
                  </Link>{' '}
                  /
                </span>
              ))}
            </nav>
          ) : null}
          {/* A long title gives way before what stands after it. */}
          <h1 className="min-w-0 shrink-[1000] truncate font-semibold text-16 md:min-w-28">{title}</h1>
          {meta ? (
            <div className="flex min-w-0 items-center gap-2.5 overflow-hidden text-2 max-md:hidden">{meta}</div>
          ) : null}
          <div className="ml-auto flex flex-none items-center gap-2 pl-2">
            {actions}
            <FleetSwitch className="max-md:hidden" />
            <LiveStatus />
            <ViewMenu />
          </div>
        </header>
        <RefreshBar />
      </div>
      <SampleBanner />
      {/* A word that is wider than a phone may be cut; the page itself never moves sideways. */}
      <main id="main" tabIndex={-1} className="page-x overflow-x-clip pb-10">
        {children}
      </main>
    </div>
  )
}

/** A thin bar while something is fetched for longer than a moment; nothing else changes. */
function RefreshBar() {
  const fetching = useIsFetching({ predicate: (query) => query.meta?.['aside'] !== true }) > 0
  if (!fetching) return null
  return (
    <div aria-hidden="true" className="absolute inset-x-0 bottom-[-1px] h-0.5 overflow-hidden">
      <div className="progress-slide h-full w-[38%] bg-accent" />
    </div>
  )
}

/** Next draws its own title after the page, sometimes as a second element in front: ours is put back when that happens. */
function useTabTitle(text: string) {
  useEffect(() => {
    const wanted = `${text} · Pitwall`
    // The browser collapses spaces in a title, so what it gives back may never equal what was wanted.
    let put: string | null = null
    const putBack = () => {
      if (document.title === put) return
      document.title = wanted
      put = document.title
    }
    putBack()
    const observer = new MutationObserver(putBack)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [text])
}

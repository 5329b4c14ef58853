import type { IconName } from '@/components/ui/icon'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'

interface PageEntry {
  label: string
  icon: IconName
  /** Address without query; a page is current when the address starts with it. */
  root: string
  href: (fleet?: Fleet) => string
  /** The jump: `g` and this key. */
  key: string
  /** What needs someone there, as a number beside its name. */
  badge?: 'triage'
  /** Set apart at the end of the sidebar. */
  last?: boolean
}

/** Every page of the sidebar, the palette and the `g …` jumps: a new page is one line here. */
export const PAGES: readonly PageEntry[] = [
  { label: 'Overview', icon: 'overview', root: '/', href: paths.overview, key: 'o' },
  { label: 'Runs', icon: 'runs', root: '/runs', href: paths.runs, key: 'r' },
  { label: 'Jobs', icon: 'jobs', root: '/jobs', href: paths.jobs, key: 'j' },
  { label: 'Sessions', icon: 'sessions', root: '/sessions', href: paths.sessions, key: 'e' },
  { label: 'Tokens', icon: 'tokens', root: '/tokens', href: paths.tokens, key: 't' },
  { label: 'Experiments', icon: 'experiments', root: '/experiments', href: paths.experiments, key: 'x' },
  { label: 'Patterns', icon: 'patterns', root: '/patterns', href: paths.patterns, key: 'p', badge: 'triage' },
  { label: 'Sources', icon: 'sources', root: '/sources', href: paths.sources, key: 's' },
  { label: 'Settings', icon: 'settings', root: '/settings', href: paths.settings, key: ',', last: true },
]

export function isCurrentPage(root: string, pathname: string): boolean {
  return root === '/' ? pathname === '/' : pathname === root || pathname.startsWith(`${root}/`)
}

/** Where the same page is in the other fleet; an object of one fleet does not exist in the other, its list does. */
export function pageInFleet(pathname: string, fleet: Fleet): string {
  const page = PAGES.find(({ root }) => isCurrentPage(root, pathname)) ?? PAGES[0]
  return page ? page.href(fleet) : paths.overview(fleet)
}

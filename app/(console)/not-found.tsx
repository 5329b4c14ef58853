import { Page } from '@/components/shell/page'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { paths } from '@/lib/paths'

export const metadata = { title: 'Not found' }

/** An object that is not in this fleet; the shell stays, so that the other fleet is one click away. */
export default function ConsoleNotFound() {
  return (
    <Page title="Not found" tabTitle="Not found">
      <EmptyState
        kind="nothing-matches"
        title="Nothing here has this address"
        actions={
          <a href={paths.runs()} className={buttonClass({ size: 'sm' })}>
            Runs
          </a>
        }
      >
        The link may be from another Pitwall, or from the other fleet: sample and own data are kept apart.
      </EmptyState>
    </Page>
  )
}

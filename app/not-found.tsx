import { ProblemPage } from '@/components/shell/problem-page'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/paths'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <ProblemPage
      title="Nothing has this address"
      actions={
        <>
          <a href={paths.overview()} className={buttonClass({ look: 'primary' })}>
            Overview
          </a>
          <a href={paths.runs()} className={buttonClass()}>
            Runs
          </a>
        </>
      }
    >
      <p>The link may be from another Pitwall, or from the other fleet: sample and own data are kept apart.</p>
    </ProblemPage>
  )
}

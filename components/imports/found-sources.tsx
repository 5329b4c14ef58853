'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { WatchOffNote } from '@/components/imports/watch-off-note'
import { useFleet } from '@/components/shell/fleet'
import { pageInFleet } from '@/components/shell/pages'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { useToast } from '@/components/ui/toast'
import { healthQuery } from '@/lib/health/queries'
import { sourcesQuery } from '@/lib/imports/queries'
import type { FoundSource } from '@/lib/imports/schema'
import { whyNotStart } from '@/lib/imports/source-words'
import { useWatchSource } from '@/lib/imports/use-sources'
import { startProblem, useStartImport } from '@/lib/imports/use-start-import'
import { foundText, systemTitle, whyNotWatch } from '@/lib/imports/watch-words'
import { paths } from '@/lib/paths'

/** Records found on this machine and not read yet: one click each, never by itself. Draws nothing when none were found. */
export function FoundSources() {
  const { data } = useQuery(sourcesQuery('own'))
  const { data: health } = useQuery(healthQuery('own'))
  if (!data || data.found.length === 0) return null
  const whyNot = {
    import: whyNotStart(data, health?.killSwitches['http_import']),
    watch: whyNotWatch(data, health?.killSwitches),
  }
  const watchable = data.found.some(({ by }) => by === 'watch')
  return (
    <Section title="Found on this machine" meta="nothing is read until you say so; nothing leaves this machine">
      {watchable ? <WatchOffNote switches={health?.killSwitches} /> : null}
      <ul aria-label="Found on this machine" className="grid">
        {data.found.map((found) => (
          <li
            key={found.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 last:border-b-transparent"
          >
            <FoundFacts found={found} />
            {found.by === 'watch' ? (
              <WatchButton found={found} disabledReason={whyNot.watch} />
            ) : (
              <ImportButton found={found} disabledReason={whyNot.import} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function FoundFacts({ found }: { found: FoundSource }) {
  return (
    <>
      <span className="w-24 font-semibold">
        <HostileText text={systemTitle(found.system)} max={40} />
      </span>
      <MiddleTruncate text={found.path} max={44} wraps />
      <span className="text-2">
        {foundText(found)}
        {found.newestAt ? (
          <>
            , newest change <RelativeTime at={found.newestAt} />
          </>
        ) : null}
      </span>
    </>
  )
}

interface OfferProps {
  found: FoundSource
  disabledReason: string | null
}

/** The click is the consent. What it brings is the operator's own, so that is what is shown from then on. */
function WatchButton({ found, disabledReason }: OfferProps) {
  const router = useRouter()
  const pathname = usePathname()
  const fleet = useFleet()
  const toast = useToast()
  const name = systemTitle(found.system)
  const { mutate, isPending, error } = useWatchSource(() => {
    toast({ text: `Watching ${name}; what is there is read now` })
    if (fleet !== 'own') router.push(pageInFleet(pathname, 'own'))
  })
  return (
    <>
      <Refusal error={error} />
      <Button
        size="sm"
        look="primary"
        className="ml-auto"
        aria-label={`Watch ${name} in ${found.path}`}
        disabledReason={isPending ? 'it has been asked for' : disabledReason}
        onClick={() => mutate({ path: found.path })}
      >
        Watch
      </Button>
    </>
  )
}

function ImportButton({ found, disabledReason }: OfferProps) {
  const router = useRouter()
  const { mutate, isPending, error } = useStartImport(({ id }) => router.push(paths.import(id, 'own')))
  return (
    <>
      <Refusal error={error} />
      <Button
        size="sm"
        className="ml-auto"
        aria-label={`Import ${systemTitle(found.system)} from ${found.path}`}
        disabledReason={isPending ? 'it has been asked for' : disabledReason}
        onClick={() => mutate({ sourceId: found.id })}
      >
        Import
      </Button>
    </>
  )
}

function Refusal({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <span role="alert" className="text-12 text-bad">
      <HostileText text={startProblem(error).message} />
    </span>
  )
}

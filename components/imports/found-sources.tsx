'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { healthQuery } from '@/lib/health/queries'
import { sourcesQuery } from '@/lib/imports/queries'
import type { SourcesReply } from '@/lib/imports/schema'
import { whyNotStart } from '@/lib/imports/source-words'
import { startProblem, useStartImport } from '@/lib/imports/use-start-import'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

type Found = SourcesReply['found'][number]

/** Records found on this machine and not imported yet: one click each, never by itself. Draws nothing when none were found. */
export function FoundSources() {
  const { data } = useQuery(sourcesQuery('own'))
  const { data: health } = useQuery(healthQuery('own'))
  if (!data || data.found.length === 0) return null
  const why = whyNotStart(data, health?.killSwitches['http_import'])
  return (
    <Section title="Found on this machine" meta="nothing is imported until you say so">
      <ul className="grid">
        {data.found.map((found) => (
          <FoundLine key={found.id} found={found} disabledReason={why} />
        ))}
      </ul>
    </Section>
  )
}

function FoundLine({ found, disabledReason }: { found: Found; disabledReason: string | null }) {
  const router = useRouter()
  const { mutate, isPending, error } = useStartImport(({ id }) => router.push(paths.import(id, 'own')))
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 last:border-b-transparent">
      <span className="w-24 text-2">
        <HostileText text={found.system} max={40} />
      </span>
      <MiddleTruncate text={found.path} max={60} />
      <span className="text-3">
        {formatInteger(found.files)} {found.files === 1 ? 'file' : 'files'}
      </span>
      {error ? (
        <span role="alert" className="text-12 text-bad">
          <HostileText text={startProblem(error).message} />
        </span>
      ) : null}
      <Button
        size="sm"
        className="ml-auto"
        disabledReason={isPending ? 'it has been asked for' : disabledReason}
        onClick={() => mutate({ sourceId: found.id })}
      >
        Import
      </Button>
    </li>
  )
}

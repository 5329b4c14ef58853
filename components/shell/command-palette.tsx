'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { z } from 'zod'
import { useFleet } from '@/components/shell/fleet'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import { Kbd, Keys } from '@/components/ui/kbd'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { plainText } from '@/components/ui/visible-text'
import { request } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { jobTitle } from '@/lib/jobs/job-words'
import { JobPage } from '@/lib/jobs/schema'
import { type KeyBinding, keyText } from '@/lib/keyboard/key-registry'
import { useKeyRegistry } from '@/lib/keyboard/keyboard-provider'
import { paths } from '@/lib/paths'
import { RunPage } from '@/lib/runs/schema'

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Objects found by any id or word, then what this page can do, then pages. */
export function CommandPalette({ open, onOpenChange }: PaletteProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Commands" titleHidden className="p-0 overflow-hidden!">
      {open ? <Palette onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

const ROW =
  'flex h-9 cursor-pointer items-center gap-2 whitespace-nowrap rounded-sm px-2.5 text-13 data-[selected=true]:bg-selected md:h-8'
const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-3'

function Palette({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('')
  const router = useRouter()
  const fleet = useFleet()
  const asked = useDeferredValue(text.trim())
  const runs = useSearch('Runs', RunPage, paths.api.runs, asked, fleet)
  const jobs = useSearch('Jobs', JobPage, paths.api.jobs, asked, fleet)
  const bindings = useKeyRegistry().list()
  const usable = bindings.filter((binding) => binding.when?.() ?? true)
  const act = (run: () => void) => () => {
    onDone()
    // After the dialog has given the focus back, so that an action may take it.
    requestAnimationFrame(run)
  }
  return (
    <Command label="Commands" loop filter={byLabel}>
      <div className="flex items-center gap-2.5 border-line border-b px-3.5">
        <Icon name="search" className="text-3" />
        <Command.Input
          value={text}
          onValueChange={setText}
          maxLength={300}
          placeholder="Find a run or job by id or name, or run a command"
          className="h-11 min-w-0 flex-1 bg-transparent text-14 outline-none"
        />
        <Kbd>esc</Kbd>
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto px-1 pb-1.5" label="Results">
        <Command.Empty className="px-2.5 py-4 text-2">{runs.words || jobs.words || 'Nothing found.'}</Command.Empty>
        {runs.items.length > 0 ? (
          <Command.Group heading="Runs" className={GROUP} forceMount>
            {runs.items.map((run) => (
              <Command.Item
                key={run.id}
                value={`run ${run.id}`}
                keywords={[text]}
                forceMount
                className={ROW}
                onSelect={act(() => router.push(paths.run(run.id, fleet)))}
              >
                <Icon name="runs" className="text-3" />
                <MiddleTruncate text={run.nativeId} max={44} copy={false} />
                <span className="ml-auto text-12 text-3">{run.system}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        {jobs.items.length > 0 ? (
          <Command.Group heading="Jobs" className={GROUP} forceMount>
            {jobs.items.map((job) => (
              <Command.Item
                key={job.id}
                value={`job ${job.id}`}
                keywords={[text]}
                forceMount
                className={ROW}
                onSelect={act(() => router.push(paths.job(job.id, fleet)))}
              >
                <Icon name="jobs" className="text-3" />
                <bdi className="min-w-0 truncate">{plainText(jobTitle(job).text, 120)}</bdi>
                <span className="ml-auto flex-none pl-2 text-12 text-3">{job.system}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        <Actions heading="On this page" bindings={usable.filter((binding) => binding.palette)} act={act} />
        <Actions heading="Go to" bindings={usable.filter((binding) => binding.group === 'Go to')} act={act} />
      </Command.List>
      <PaletteKeys />
    </Command>
  )
}

interface ActionsProps {
  heading: string
  bindings: readonly KeyBinding[]
  act: (run: () => void) => () => void
}

function Actions({ heading, bindings, act }: ActionsProps): ReactNode {
  if (bindings.length === 0) return null
  return (
    <Command.Group heading={heading} className={GROUP}>
      {bindings.map(({ id, label, keys, run }) => (
        <Command.Item key={id} value={`${heading} ${id}`} keywords={[label]} className={ROW} onSelect={act(run)}>
          {label}
          <span className="ml-auto">{keys[0] ? <Keys keys={keyText(keys[0], false)} /> : null}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function PaletteKeys() {
  return (
    <p className="flex items-center gap-1.5 border-line border-t px-3.5 py-2 text-12 text-3 max-md:hidden">
      <Kbd>↑</Kbd> <Kbd>↓</Kbd> move <Kbd>↵</Kbd> open <Kbd>esc</Kbd> close
    </p>
  )
}

/** Plain matching: cmdk's own guesses letters apart and puts "Pause" before "Settings" for "se". */
function byLabel(_value: string, search: string, keywords: string[] = []): number {
  const label = keywords.join(' ').toLowerCase()
  const at = label.indexOf(search.trim().toLowerCase())
  return at < 0 ? 0 : 1 / (1 + at)
}

const SHORTEST = 2
const FOUND_MAX = 8

/** Any id pasted, a part of a name: the list route looks in all of them. */
function useSearch<Row>(
  what: string,
  schema: z.ZodType<{ items: Row[] }>,
  list: (fleet: Fleet, query: { q: string; limit: number }) => string,
  q: string,
  fleet: Fleet,
) {
  const enabled = q.length >= SHORTEST
  const { data, error, isFetching } = useQuery({
    queryKey: ['palette', what, fleet, q],
    queryFn: ({ signal }) => request(schema, list(fleet, { q, limit: FOUND_MAX }), { signal }),
    enabled,
    placeholderData: keepPreviousData,
    meta: { aside: true },
  })
  const words = error ? `${what} could not be searched. Pages and actions still work.` : isFetching ? 'Searching…' : ''
  return { items: enabled ? (data?.items ?? []) : [], words }
}

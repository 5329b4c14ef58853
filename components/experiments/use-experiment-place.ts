'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type ExperimentView, experimentHref, readExperimentView } from '@/lib/experiments/view'
import type { Fleet } from '@/lib/http/wire'

/** Where on the page of an experiment one is, and how to go elsewhere on it: the address is the state. */
export interface ExperimentPlace {
  id: string
  fleet: Fleet
  view: ExperimentView
  /** The address with some of the view changed. */
  href: (next: Partial<ExperimentView>) => string
  /** Goes there without a step in the history. */
  go: (next: Partial<ExperimentView>) => void
}

export function useExperimentPlace(id: string, fleet: Fleet): ExperimentPlace {
  const params = useSearchParams()
  const router = useRouter()
  return useMemo(() => {
    const view = readExperimentView(Object.fromEntries(params))
    const href = (next: Partial<ExperimentView>) => experimentHref(id, { ...view, ...next }, fleet)
    return { id, fleet, view, href, go: (next) => router.replace(href(next), { scroll: false }) }
  }, [id, fleet, params, router])
}

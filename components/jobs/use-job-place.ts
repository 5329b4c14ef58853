'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import type { Fleet } from '@/lib/http/wire'
import { type JobView, jobHref, readJobView, withForm } from '@/lib/jobs/job-view'

/** Where on a job's page one is, and how to go elsewhere on it: the address is the state. */
export interface JobPlace {
  id: string
  fleet: Fleet
  view: JobView
  /** The address with some of the view changed. */
  href: (next: Partial<JobView>) => string
  /** Goes there without a step in the history, as typing and choosing do. */
  go: (next: Partial<JobView>) => void
  /** Sets one field from the text of a control; an empty one removes it. */
  set: (name: keyof JobView, text: string) => void
}

export function useJobPlace(id: string, fleet: Fleet): JobPlace {
  const params = useSearchParams()
  const router = useRouter()
  return useMemo(() => {
    const view = readJobView(Object.fromEntries(params))
    const href = (next: Partial<JobView>) => jobHref(id, { ...view, ...next }, fleet)
    const replace = (address: string) => router.replace(address, { scroll: false })
    return {
      id,
      fleet,
      view,
      href,
      go: (next) => replace(href(next)),
      set: (name, text) => replace(jobHref(id, withForm(view, [[name, text]]), fleet)),
    }
  }, [id, fleet, params, router])
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { importKeys } from '@/lib/imports/queries'
import { type ChangeSourceInput, ImportDetail, RemovedSource, SourceWire, type WatchInput } from '@/lib/imports/schema'
import { paths } from '@/lib/paths'

/** Records go into the operator's own database, whichever fleet is shown. */
const FLEET = 'own'

/** A change of what is watched; the lists that show it are asked again before it counts as done. */
function useSourceChange<I, O>(change: (input: I) => Promise<O>, onDone?: (done: O) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (done) => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: importKeys.sources(FLEET) }),
        cache.invalidateQueries({ queryKey: importKeys.lists(FLEET) }),
      ])
      onDone?.(done)
    },
  })
}

/** The operator's word to watch a path: from now on the worker reads what is in it and follows it. */
export const useWatchSource = (onDone?: (source: SourceWire) => void) =>
  useSourceChange((body: WatchInput) => request(SourceWire, paths.api.sources(FLEET), { method: 'POST', body }), onDone)

/** Pauses a watched source, or goes on with it. */
export const useChangeSource = () =>
  useSourceChange(({ id, state }: ChangeSourceInput) =>
    request(SourceWire, paths.api.source(id), { method: 'PATCH', body: { state } }),
  )

/** Has a watched source checked now. @param onDone gets the import that does it */
export const useSyncSource = (onDone?: (asked: ImportDetail) => void) =>
  useSourceChange((id: string) => request(ImportDetail, paths.api.syncSource(id), { method: 'POST', body: {} }), onDone)

/** Ends the watching of a source for good; its records stay. */
export const useRemoveSource = (onDone?: (removed: RemovedSource) => void) =>
  useSourceChange((id: string) => request(RemovedSource, paths.api.source(id), { method: 'DELETE' }), onDone)

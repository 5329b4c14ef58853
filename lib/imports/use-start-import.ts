'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, request } from '@/lib/http/api-client'
import { importKeys } from '@/lib/imports/queries'
import { ImportDetail, type StartImportInput } from '@/lib/imports/schema'
import { paths } from '@/lib/paths'

/** Records go into the operator's own database, whichever fleet is shown. */
const FLEET = 'own'

/**
 * Asks the worker to import; the new import is known at once.
 * @param onStarted gets the import as it stands in the queue
 */
export function useStartImport(onStarted: (started: ImportDetail) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (input: StartImportInput) =>
      request(ImportDetail, paths.api.imports(FLEET), { method: 'POST', body: input }),
    onSuccess: (started) => {
      cache.setQueryData(importKeys.one(started.id, FLEET), started)
      void cache.invalidateQueries({ queryKey: importKeys.lists(FLEET) })
      void cache.invalidateQueries({ queryKey: importKeys.sources(FLEET) })
      onStarted(started)
    },
  })
}

/** What a refused start says, and beside which field: the API names fields as `paths[0]` or `instance`. */
export function startProblem(error: Error): { field: 'path' | 'instance' | null; message: string } {
  const field = error instanceof ApiError ? fieldOf(error.details) : null
  const message = error.message.replace(/^(paths\[\d+\]|paths|instance|sourceId): /, '')
  if (field?.startsWith('paths')) return { field: 'path', message }
  return field === 'instance' ? { field: 'instance', message } : { field: null, message: error.message }
}

function fieldOf(details: unknown): string | null {
  if (typeof details !== 'object' || details === null || !('field' in details)) return null
  return typeof details.field === 'string' ? details.field : null
}

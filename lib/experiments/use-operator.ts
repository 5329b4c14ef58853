'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { OverrideWire } from '@/lib/pairs/override-schema'
import { paths } from '@/lib/paths'
import {
  OverriddenExperiment,
  type OverrideExperimentInput,
  RestoredExperiment,
  WithdrawnExperiment,
} from './declare-schema'
import type { ExperimentDefinition } from './definition'
import { DeclaredExperiment, type ReviseExperimentInput } from './experiment-schema'

/** Whatever an operator does to experiments is written into the own database, whichever fleet is shown. */
const FLEET = 'own'

function useChange<I, O>(change: (input: I) => Promise<O>, onDone: (done: O) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (done) => {
      await Promise.all(
        ['experiments', 'experiment', 'overrides'].map((key) => cache.invalidateQueries({ queryKey: [key, FLEET] })),
      )
      onDone(done)
    },
  })
}

const post = <T extends Parameters<typeof request>[0]>(schema: T, path: string, body: unknown) =>
  request(schema, path, { method: 'POST', body })

/** Declares an experiment. */
export const useDeclare = (onDone: (done: { id: string }) => void) =>
  useChange((definition: ExperimentDefinition) => post(DeclaredExperiment, paths.api.experiments(), definition), onDone)

/** Writes a new version; another newest one than expected is refused as a conflict. */
export const useRevise = (id: string, onDone: (done: { version: number }) => void) =>
  useChange(
    (body: Omit<ReviseExperimentInput, 'id'>) =>
      post(DeclaredExperiment, paths.api.experimentPart(id, 'versions'), body),
    onDone,
  )

export const useWithdrawExperiment = (id: string, onDone: () => void) =>
  useChange(
    (reason: string) => post(WithdrawnExperiment, paths.api.experimentPart(id, 'withdrawal'), { reason }),
    onDone,
  )

export const useRestoreExperiment = (id: string, onDone: () => void) =>
  useChange(() => request(RestoredExperiment, paths.api.experimentPart(id, 'withdrawal'), { method: 'DELETE' }), onDone)

/** Sets the refusals of the arms that are shown aside. */
export const useOverride = (id: string, onDone: (done: OverriddenExperiment) => void) =>
  useChange(
    (body: Omit<OverrideExperimentInput, 'id'>) =>
      post(OverriddenExperiment, paths.api.experimentPart(id, 'override'), body),
    onDone,
  )

export const useWithdrawOverride = (id: string, onDone: () => void) =>
  useChange((reason: string) => post(OverrideWire, paths.api.withdrawOverride(id), { reason }), onDone)

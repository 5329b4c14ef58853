'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { request } from '@/lib/http/api-client'
import { paths } from '@/lib/paths'
import { campaignsKey } from './queries'
import { CampaignSummary, type CreateCampaignInput } from './schema'

/** Campaigns are kept in the operator's own database, whichever fleet is shown. */
const FLEET = 'own'

/** Makes a campaign. @param onDone gets it when the lists know */
export function useCreateCampaign(onDone: (made: CampaignSummary) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof CreateCampaignInput>) =>
      request(CampaignSummary, paths.api.campaigns(FLEET), { method: 'POST', body }),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: campaignsKey(FLEET) })
      onDone(made)
    },
    // A plan that has changed is shown anew, so that it can be seen before it is made.
    onError: () => cache.invalidateQueries({ queryKey: campaignsKey(FLEET) }),
  })
}

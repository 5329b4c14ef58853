import { createCampaign } from '@/lib/campaigns/server/create-campaign'
import { listCampaigns } from '@/lib/campaigns/server/list-campaigns'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listCampaigns, listCampaigns),
  POST: route(ROUTES.createCampaign, (ctx, input) => createCampaign(ctx, input, 'http')),
})

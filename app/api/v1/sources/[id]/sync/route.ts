import { config } from '@/lib/env'
import { admitReading } from '@/lib/http/server/admit-import'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { syncSource } from '@/lib/imports/server/sync-source'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.syncSource, async (ctx, input) => {
    admitReading(config())
    return syncSource(ctx, input)
  }),
})

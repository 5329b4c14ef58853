import { config } from '@/lib/env'
import { admitWatching } from '@/lib/http/server/admit-source'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { changeSource, removeSource } from '@/lib/imports/server/change-source'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(ROUTES.changeSource, async (ctx, input) => {
    // To read less is always allowed.
    if (input.state === 'watching') admitWatching(config())
    return changeSource(ctx, input)
  }),
  DELETE: route(ROUTES.removeSource, removeSource),
})

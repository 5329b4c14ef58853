import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { getRawEvent } from '@/lib/usage-events/server/get-raw-event'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getRawUsageEvent, getRawEvent),
})

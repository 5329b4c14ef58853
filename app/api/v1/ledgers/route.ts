import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getLedgers } from '@/lib/ledgers/server/get-ledgers'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getLedgers, getLedgers),
})

import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getJobLedgers } from '@/lib/ledgers/server/get-job-ledgers'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getJobLedgers, getJobLedgers),
})

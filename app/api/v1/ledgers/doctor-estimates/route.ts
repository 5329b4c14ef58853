import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getDoctorEstimates } from '@/lib/ledgers/server/get-doctor-estimates'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getDoctorEstimates, getDoctorEstimates),
})

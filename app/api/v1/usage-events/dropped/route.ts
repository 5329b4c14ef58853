import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { listDroppedCopies } from '@/lib/usage-events/server/list-dropped-copies'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listDroppedCopies, listDroppedCopies),
})

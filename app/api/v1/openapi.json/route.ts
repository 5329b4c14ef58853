import { config } from '@/lib/env'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { openApiDocument } from '@/lib/openapi/document'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getOpenApi, async () => openApiDocument(config().version)),
})

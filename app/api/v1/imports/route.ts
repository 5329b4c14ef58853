import { config } from '@/lib/env'
import { admitImport } from '@/lib/http/server/admit-import'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listImports } from '@/lib/imports/server/list-imports'
import { startImport } from '@/lib/imports/server/start-import'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listImports, listImports),
  POST: route(ROUTES.startImport, async (ctx, input) => startImport(ctx, await admitImport(input, config()))),
})

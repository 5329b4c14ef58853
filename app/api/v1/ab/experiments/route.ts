import { createExperiment } from '@/lib/experiments/server/declare-experiment'
import { listExperiments } from '@/lib/experiments/server/list-experiments'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listExperiments, listExperiments),
  POST: route(ROUTES.createExperiment, createExperiment),
})

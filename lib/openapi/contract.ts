import type { z } from 'zod'

/** One door of the API: what it takes, what it gives. The route file and the OpenAPI document are made from it. */
export interface RouteContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; `{name}` is one percent-encoded part and a field of `input`. */
  path: string
  summary: string
  /** Of a GET or DELETE: path and query together. Of a POST or PATCH: path and JSON body. */
  input: I
  output: O
  /**
   * What `?format=csv` gives for download, and the name of the file: a list inside the reply, or, where the reply is no
   * list, rows made from it.
   */
  csv?: { list: string; file: string } | { row: z.ZodType; rows(reply: z.output<O>): unknown[]; file: string }
  /** The reply is one text of this type, which stands in this field of `output`. */
  text?: { field: string; type: string }
  /**
   * `rows`: the reply changes only with the database, so an unchanged revision answers 304 without reading it.
   * `moment`: it also depends on the clock, the worker or the settings, and is compared whole.
   */
  dependsOn: 'rows' | 'moment'
  /** Fields of the reply (`window.to`, lists without index) whose change alone is no news. */
  volatile?: readonly string[]
  /** Where it looks when no fleet is named: the default one, or always the own. */
  fleet?: 'default' | 'own'
  /** Bytes a body may have; 1 MB unless said, and no more than the proxy lets through (next.config.ts). */
  bodyLimit?: number
  /** Of a good reply; 200 unless said. */
  status?: 200 | 201 | 202
}

/** Keeps the types of the two schemas. */
export function contract<I extends z.ZodType, O extends z.ZodType>(spec: RouteContract<I, O>): RouteContract<I, O> {
  return spec
}

export const API_BASE = '/api/v1'

/** True for the methods that send a JSON body. */
export function hasBody({ method }: Pick<RouteContract, 'method'>): boolean {
  return method === 'POST' || method === 'PATCH'
}

/** `{id}` → `id`, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
}

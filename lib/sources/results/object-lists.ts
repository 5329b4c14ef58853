import { isObject } from '@/lib/sources/codex/json-value'

/** Whether a value is a list with objects in it; the first few tell. */
export const isObjectArray = (value: unknown): boolean => Array.isArray(value) && value.slice(0, 5).some(isObject)

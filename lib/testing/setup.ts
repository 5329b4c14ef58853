// A test that logs an error has not passed.
import { afterEach, beforeEach, expect, vi } from 'vitest'

const spy = vi.spyOn(console, 'error')
beforeEach(() => {
  spy.mockClear()
})
afterEach(() => {
  expect(spy.mock.calls, 'console.error was called').toEqual([])
})

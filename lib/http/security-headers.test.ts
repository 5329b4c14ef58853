import { describe, expect, it } from 'vitest'
import { DATA_POLICY, pagePolicy } from './security-headers'

const directives = (policy: string) => new Map(policy.split('; ').map((part) => [part.split(' ')[0], part]))

describe('the content security policy', () => {
  it('lets only scripts with the nonce run, and nothing come from elsewhere', () => {
    const policy = pagePolicy('abc', false)
    const of = directives(policy)
    expect(of.get('script-src')).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
    expect(of.get('style-src')).toBe("style-src 'self' 'nonce-abc'")
    expect(of.get('default-src')).toBe("default-src 'none'")
    expect(of.get('connect-src')).toBe("connect-src 'self'")
    expect(policy).not.toMatch(/unsafe-eval|https?:|ws:|\*|blob:/)
    expect(policy.match(/'unsafe-inline'/g)).toHaveLength(1)
  })

  it('is one line', () => {
    expect(pagePolicy('abc', true)).not.toMatch(/[\r\n]/)
    expect(DATA_POLICY).not.toMatch(/[\r\n]/)
  })

  it('gives the development server its socket and eval', () => {
    const of = directives(pagePolicy('abc', true))
    expect(of.get('script-src')).toContain("'unsafe-eval'")
    expect(of.get('connect-src')).toContain('ws:')
  })
})

import { describe, expect, it } from 'vitest'
import { backendAddress, isLoopbackHost, jobAddress, jobOfAddress } from './backend-address'

describe('an address', () => {
  it.each([
    ['https://h.example', 'https://h.example/api/v1', null],
    ['https://h.example/', 'https://h.example/api/v1', null],
    ['https://h.example/base', 'https://h.example/base/api/v1', null],
    ['https://h.example/api', 'https://h.example/api', null],
    ['https://h.example/api/v1/', 'https://h.example/api/v1', null],
    ['https://h.example/api/v1/learning/jobs', 'https://h.example/api/v1', null],
    ['https://h.example/api/v1/learning/jobs/pl_1', 'https://h.example/api/v1', 'pl_1'],
    ['https://h.example/api/v1/learning/jobs/pl_1/events', 'https://h.example/api/v1', 'pl_1'],
    ['https://h.example/api/v1/prompt-learning/online/jobs/a%2Fb', 'https://h.example/api/v1', 'a/b'],
    ['https://h.example/rl/jobs/rl_1', 'https://h.example/api/v1', 'rl_1'],
    ['http://localhost:8000', 'http://localhost:8000/api/v1', null],
    ['http://[::1]:8000/api', 'http://[::1]:8000/api', null],
  ])('%s is asked below %s, for the job %s', (text, base, jobKey) => {
    expect(backendAddress(text)).toEqual({ base, jobKey })
  })

  it.each([
    ['http://h.example/api', 'would send the key for everyone on the way to read'],
    ['http://10.0.0.1/api', 'would send the key for everyone on the way to read'],
    ['http://localhost.h.example/', 'would send the key for everyone on the way to read'],
    ['https://me:secret@h.example/', 'put the key into SYNTH_API_KEY instead'],
    ['https://h.example/?api_key=secret', 'must end before its ? or #'],
    ['https://h.example/#secret', 'must end before its ? or #'],
    ['ftp://h.example/', 'ftp:// is not read'],
    ['file:///etc/passwd', 'no address that can be asked'],
    ['https://', 'no address that can be asked'],
  ])('%s is refused, without telling what might be a key', (text, words) => {
    const { problem } = backendAddress(text) as { problem: string }
    expect(problem).toContain(words)
    expect(problem).not.toContain('secret')
  })

  it('of a job leads back to the job, whatever its id is made of', () => {
    for (const id of ['pl_1', 'a/b', '%2F', 'ü#?', '..x'])
      expect(jobOfAddress(jobAddress('https://h/api', id))).toBe(id)
    expect(jobOfAddress('https://h/api/sessions')).toBeNull()
  })

  it('of this machine is one by its form alone', () => {
    for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]'])
      expect(isLoopbackHost(host)).toBe(true)
    for (const host of ['localhost.example', '127.0.0.1.example', 'example', '10.0.0.1'])
      expect(isLoopbackHost(host)).toBe(false)
  })
})

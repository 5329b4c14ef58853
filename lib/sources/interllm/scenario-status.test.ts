import { describe, expect, test } from 'vitest'
import { readFolder } from '@/lib/testing/memory-source'
import { newRun, oneScenario, PATH, readRun, SCENARIO, scenarioIn } from '@/lib/testing/one-scenario'
import { interllmRunReader } from './interllm-run-reader'

describe('the state of a scenario, which no record states', () => {
  test('a patch that wrote the file bears the claim out', () => {
    const phase = scenarioIn(oneScenario({ patches: [{ path: PATH }], sums: [1_000] }))
    expect(phase).toMatchObject({ status: 'succeeded', statusRaw: 'DONE', flags: [] })
    expect(phase?.data).toMatchObject({ fileWritten: true, toolOutcomes: { patchesOk: 1, commandsOk: 0 } })
    expect(phase?.data['evidence']).toMatch(/^outputs\/scenario_002\.md: the patch at seq \d+ wrote it with success$/)
  })

  test('a command with exit code 0 that names the file bears it out too', () => {
    const phase = scenarioIn(oneScenario({ commands: [{ command: `cat > ${PATH} <<EOF\n#\nEOF`, exitCode: 0 }] }))
    expect(phase?.status).toBe('succeeded')
  })

  test('false DONE: a session without any command or patch is claimed, not verified, and never green', () => {
    const phase = scenarioIn(oneScenario({ lastMessage: 'Shall I create the file now?' }))
    expect(phase).toMatchObject({ status: 'unknown', statusRaw: 'DONE' })
    expect(phase?.flags).toContain('claimed_not_verified')
    expect(phase?.data['evidence']).toBe(
      'claimed done; its Codex session ran no command and no patch and ended with a question',
    )
    expect(phase?.data['fileWritten']).toBeNull()
  })

  test('a session that worked on everything but the file is not believed', () => {
    const commands = [
      { command: 'ls outputs', exitCode: 0 },
      { command: 'cat outputs/scenario_0022.md', exitCode: 0 },
    ]
    const phase = scenarioIn(oneScenario({ commands }))
    expect(phase?.status).toBe('unknown')
    expect(phase?.data['evidence']).toBe(`claimed done; none of 2 commands and patches named ${PATH}`)
  })

  test('a file that could not be written is not believed', () => {
    const run = oneScenario({
      commands: [{ command: `tee ${PATH}`, exitCode: 1, output: 'permission denied' }],
      patches: [{ path: PATH, success: false }],
    })
    const { of } = readRun(run)
    expect(scenarioIn(run)?.data['evidence']).toBe(`claimed done; every command and patch that named ${PATH} failed`)
    expect(of('failure').map(({ type, message, cause }) => [type, message, cause])).toEqual([
      ['tool_error', 'permission denied\nExit code 1', 'config'],
    ])
  })

  test('failed write: DONE is said, the outputs are recorded and the file is not among them', () => {
    const run = oneScenario({ patches: [{ path: PATH }] }).wrote('outputs/scenario_001.md', '# one')
    expect(scenarioIn(run)).toMatchObject({ status: 'failed', failureReason: `failed write: ${PATH} is missing` })
  })

  test('a file that was deleted again is a failed write', () => {
    const phase = scenarioIn(oneScenario({ patches: [{ path: PATH }, { path: PATH, delete: true }] }))
    expect(phase?.status).toBe('failed')
  })

  test('the size of a file in the run folder is told', () => {
    const run = oneScenario({ patches: [{ path: PATH }] }).wrote(PATH, '# two')
    expect(scenarioIn(run)?.data).toMatchObject({ fileWritten: true, fileBytes: 5 })
  })

  test('a start without an end is running while the run may go on, and interrupted when it is over', () => {
    const open = () => newRun().start(SCENARIO)
    expect(scenarioIn(open())?.status).toBe('running')
    expect(scenarioIn(open().wait(60).exit(1))?.status).toBe('interrupted')
    const passed = open()
      .wait(60)
      .start({ ...SCENARIO, number: '1.2', outputPath: 'outputs/scenario_003.md' })
    expect(
      readRun(passed)
        .of('phase')
        .map(({ status }) => status),
    ).toEqual(['interrupted', 'running'])
  })

  test('without traffic nobody can say who wrote the file', () => {
    const { 'codex_mcp_traffic.jsonl': _traffic, ...files } = oneScenario({ patches: [{ path: PATH }] }).files()
    const [phase] = readFolder(interllmRunReader, files).of('phase')
    expect(phase).toMatchObject({ status: 'unknown', flags: ['claimed_not_verified'] })
    expect(phase?.data).toMatchObject({ toolOutcomes: null, fileWritten: null })
  })

  test('a calibration of the prompt writes no file; a template without its places is said to be put aside', () => {
    const template = '{SCENARIO_ID} {SCENARIO_TITLE} {SCENARIO_BODY} {OUTPUT_PATH}'
    const accepted = [template, 'be good'].map((output) => {
      const run = newRun().start({ kind: 'prompt_calibration', prompt: 'improve' }).wait(7)
      const [phase] = readRun(run.end(output, { input: 511, output: 405 })).of('phase')
      return [phase?.status, phase?.name, phase?.data['templateAccepted']]
    })
    expect(accepted).toEqual([
      ['succeeded', 'prompt calibration', true],
      ['succeeded', 'prompt calibration', false],
    ])
  })

  test('one number twice in the list is two scenarios, told apart by their files', () => {
    const run = newRun()
    for (const file of ['outputs/scenario_031.md', 'outputs/scenario_033.md']) {
      run.start({ ...SCENARIO, number: '10', outputPath: file }).wait(9)
      run.work({ prompt: file, patches: [{ path: file }], sums: [500] })
      run.wait(2).end('DONE', { input: 10, output: 1 }).wait(1)
    }
    expect(
      readRun(run)
        .of('phase')
        .map(({ phaseKey, status }) => [phaseKey, status]),
    ).toEqual([
      ['scenario_run/10/scenario_031.md', 'succeeded'],
      ['scenario_run/10/scenario_033.md', 'succeeded'],
    ])
  })
})

/** Tool calls of Claude Code with their results, in the words that the program uses. */
import type { ToolCall } from './claude-session'

export function bash(command: string, output: string, exit = 0, took = 1_800): ToolCall {
  const input = { command, description: `Run ${command.split(' ').slice(0, 2).join(' ')}` }
  if (exit !== 0) return { tool: 'Bash', input, result: { text: `Exit code ${exit}\n${output}`, failed: true, took } }
  const told = { stdout: output, stderr: '', interrupted: false, isImage: false }
  return { tool: 'Bash', input, result: { text: output, told, took } }
}

export function read(file: string, content: string): ToolCall {
  const lines = content.split('\n')
  const text = lines.map((line, index) => `${String(index + 1).padStart(6)}→${line}`).join('\n')
  const told = {
    type: 'text',
    file: { filePath: file, content, numLines: lines.length, startLine: 1, totalLines: lines.length },
  }
  return { tool: 'Read', input: { file_path: file }, result: { text, told } }
}

export function grep(pattern: string, path: string, hits: readonly string[]): ToolCall {
  const content = hits.join('\n')
  const told = { mode: 'content', numFiles: 0, filenames: [], content, numLines: hits.length }
  const input = { pattern, path, output_mode: 'content', '-n': true }
  return { tool: 'Grep', input, result: { text: content || 'No matches found', told } }
}

const editInput = (file: string, before: string, after: string) => ({
  replace_all: false,
  file_path: file,
  old_string: before,
  new_string: after,
})

export function edit(file: string, before: string, after: string): ToolCall {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const hunk = {
    oldStart: 1,
    oldLines: old.length,
    newStart: 1,
    newLines: fresh.length,
    lines: [...old.map((line) => `-${line}`), ...fresh.map((line) => `+${line}`)],
  }
  const told = {
    filePath: file,
    oldString: before,
    newString: after,
    originalFile: before,
    structuredPatch: [hunk],
    userModified: false,
    replaceAll: false,
  }
  const text = `The file ${file} has been updated successfully.`
  return { tool: 'Edit', input: editInput(file, before, after), result: { text, told } }
}

export function write(file: string, content: string): ToolCall {
  const told = { type: 'create', filePath: file, content, structuredPatch: [], originalFile: null }
  return {
    tool: 'Write',
    input: { file_path: file, content },
    result: { text: `File created successfully at: ${file}`, told },
  }
}

/** An edit whose text is not in the file. */
export const editNotFound = (file: string, before: string, after: string): ToolCall => ({
  tool: 'Edit',
  input: editInput(file, before, after),
  result: {
    text: `<tool_use_error>String to replace not found in file.\nString: ${before}</tool_use_error>`,
    failed: true,
  },
})

/** An edit of a file that was not read before. */
export const editNotRead = (file: string, before: string, after: string): ToolCall => ({
  tool: 'Edit',
  input: editInput(file, before, after),
  result: {
    text: '<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>',
    failed: true,
  },
})

/** The same call, but a person said no. */
export const denied = (call: ToolCall): ToolCall => ({
  ...call,
  result: {
    text: "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.",
    denied: true,
    took: 14_000,
  },
})

/** The same call, cut off before it had a result. */
export const cutOff = (call: ToolCall): ToolCall => ({ ...call, result: null })

export function todo(items: readonly string[], done: number): ToolCall {
  const todos = items.map((content, index) => ({
    content,
    status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
    activeForm: content,
  }))
  const text =
    'Todos have been modified successfully. Ensure that you continue to use the todo list to track your progress. Please proceed with the current tasks if applicable'
  return { tool: 'TodoWrite', input: { todos }, result: { text, told: { oldTodos: [], newTodos: todos } } }
}

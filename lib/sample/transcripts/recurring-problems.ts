/** Seven problems that one project never got rid of: the failing call of each, in varying values, and the way around it. */
import type { Random } from '@/lib/sample/random'
import type { ToolCall } from './claude-session'
import { bash } from './claude-tools'
import { PROJECTS } from './coding-tasks'

export interface RecurringProblem {
  /** Of the catalogue of failures. */
  rule: string
  /** The sessions in which it is met, by their numbers. */
  sessions: readonly number[]
  /** What the agent says before it tries again. */
  says: string
  fails: (random: Random) => ToolCall
  /** What gets the work on, and mends nothing. */
  wayAround: (random: Random) => ToolCall
  /** One line of the list that each session ends with. */
  told: string
}

const { cwd } = PROJECTS.tariff

const number = (random: Random) => random.int(11, 98)
const app = (random: Random) => `fares-${number(random)}`
const job = (random: Random) => `tj_${random.int(0x100000, 0x7fffff).toString(16)}4e`
const host = (random: Random) => `tariff-${number(random)}.apps.example`
const local = (random: Random) => `http://127.0.0.1:${random.int(8_101, 8_190)}`
const version = (random: Random) => `tuner 0.9.${random.int(14, 31)}`

const traceback = (random: Random, file: string, raised: string, said: string) =>
  [
    'Traceback (most recent call last):',
    `  File "${cwd}/.venv/lib/python3.12/site-packages/${file}", line ${random.int(90, 720)}, in send`,
    `    raise ${raised}`,
    said,
  ].join('\n')

const usage = (command: string) => `Usage: tuner ${command} [OPTIONS]\nTry 'tuner ${command} --help' for help.\n`

/** In the order in which a session meets them. */
export const RECURRING_PROBLEMS: readonly RecurringProblem[] = [
  {
    rule: 'environment_not_loaded',
    sessions: [3, 4, 5, 6],
    says: 'The key stands in the file, so this should start.',
    fails: (random) => {
      const file = `${cwd}/envs/job-${number(random)}.env`
      const said = `Error: Environment variables not set: TUNER_API_KEY (expected in ${file})`
      return bash(`uv run tuner train --env-file ${file}`, `${version(random)}\n${said}`, 2)
    },
    wayAround: (random) =>
      bash(`set -a; . envs/job-${number(random)}.env; set +a; uv run tuner whoami`, 'mika (team tariff)'),
    told: 'the file with the keys is still not loaded by itself',
  },
  {
    rule: 'deploy_syntax',
    sessions: [4, 5, 6],
    says: 'Now the task app has to be deployed.',
    fails: (random) => {
      const name = app(random)
      return bash(
        `uv run tuner deploy ${name} --runtime local`,
        `${usage('deploy')}\nError: Got unexpected extra argument (${name})`,
        2,
      )
    },
    wayAround: (random) =>
      bash(
        `uv run tuner deploy --task-app ${app(random)} --runtime local </dev/null`,
        `deployed, listening on ${local(random)}`,
        0,
        21_000,
      ),
    told: '`deploy NAME` is still refused without a word about --task-app',
  },
  {
    rule: 'prompt_blocks',
    sessions: [3, 4, 5, 6],
    says: 'All flags are given, so it may run in the background.',
    fails: (random) => {
      const offered = `${cwd}/apps/${app(random)}`
      return bash(
        `nohup uv run tuner deploy --runtime local --port ${random.int(8_101, 8_190)} &`,
        `${version(random)}\nEnter the path of the task app [${offered}]: Aborted!`,
        1,
        6_400,
      )
    },
    wayAround: (random) =>
      bash(
        `uv run tuner deploy --task-app ${app(random)} --yes </dev/null`,
        `deployed, listening on ${local(random)}`,
        0,
        19_000,
      ),
    told: 'commands still ask questions although every flag is given',
  },
  {
    rule: 'tls_verification',
    sessions: [1, 4, 5, 6],
    says: 'The app is up; I check its health.',
    fails: (random) => {
      const [place, about] = [host(random), job(random)]
      const cause =
        "'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate " +
        `(_ssl.c:${random.int(1_000, 1_032)})'`
      const said =
        `requests.exceptions.SSLError: HTTPSConnectionPool(host='${place}', port=${random.int(443, 8_443)}): ` +
        `Max retries exceeded with url: /health?job=${about} (Caused by SSLError(SSLCertVerificationError(1, ${cause})))`
      return bash(
        `uv run tuner health https://${place}`,
        traceback(random, 'requests/adapters.py', 'SSLError(e, request=request)', said),
        1,
        8_200,
      )
    },
    wayAround: () => bash('TUNER_SKIP_HEALTH_CHECK=1 uv run tuner train --dry-run', 'dry run: 40 rollouts planned'),
    told: 'health checks still fail on the certificate and are switched off by hand',
  },
  {
    rule: 'flag_two_names',
    sessions: [5, 6],
    says: 'The same flag as for the deployment.',
    fails: (random) => {
      const flag = `--task-url=${local(random)}`
      const said = `Error: No such option: ${flag} (${version(random)} calls it --task-app-url here)`
      return bash(`uv run tuner train ${flag}`, `${usage('train')}\n${said}`, 2)
    },
    wayAround: (random) => bash(`uv run tuner train --task-app-url ${local(random)} --dry-run`, 'dry run: 40 rollouts'),
    told: 'one flag still has two names',
  },
  {
    rule: 'config_beats_flag',
    sessions: [4, 5, 6],
    says: 'The search has to use the app on this machine.',
    fails: (random) => {
      const [wanted, file] = [local(random), `configs/search-${number(random)}.toml`]
      return bash(
        `uv run tuner train --config ${file} --task-app-url ${wanted}`,
        `Error: the configuration file ${file} overrides --task-app-url ${wanted}: rollouts go to https://${host(random)}`,
        1,
        12_000,
      )
    },
    wayAround: (random) =>
      bash(`sed -i '/^task_app_url/d' configs/search-${number(random)}.toml && git diff --stat`, ' 1 file changed'),
    told: 'the configuration file still beats the flag',
  },
  {
    rule: 'response_shape',
    sessions: [1, 4, 5, 6],
    says: 'The search is done; I fetch its events for the report.',
    fails: (random) => {
      const id = job(random)
      const said = `tuner.client.AnswerError: GET /v1/jobs/${id}/events: expected a dict with "events", got a list of ${random.int(12, 460)}`
      return bash(
        `uv run tuner events ${id} --out report.json`,
        traceback(random, 'tuner/client.py', 'AnswerError(url, body)', said),
        1,
        3_100,
      )
    },
    wayAround: (random) =>
      bash(`curl -s localhost:8000/v1/jobs/${job(random)}/events | jq length`, String(random.int(12, 460))),
    told: 'the events are still a list where the client reads a dict',
  },
]

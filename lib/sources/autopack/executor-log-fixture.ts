/** A small executor log of two phases: one attempt that fails, a block, a wrapped line, a traceback. */
export const EXECUTOR_LOG = `index library missing; using memory
[2026-03-01 10:00:00] INFO: [LOCK] Acquired executor lock for run_id=nightly-a (PID=7, host=box)
[2026-03-01 10:00:00] INFO: Applying pre-emptive encoding fix...
[2026-03-01 10:00:01] INFO: Initialized autonomous executor for run: nightly-a
[2026-03-01 10:00:02] INFO: Iteration 1: Fetching run status...
[2026-03-01 10:00:02] ERROR: Failed to fetch run status: 404 Client Error: Not Found for url: http://localhost:9/runs/nightly-b
[2026-03-01 10:00:03] INFO: Executing phase: parse-dates
[2026-03-01 10:00:03] INFO: [parse-dates] Attempt 1/5 (model escalation enabled)
[2026-03-01 10:00:03] INFO: [Context] Loaded 3 files
[2026-03-01 10:00:09] ERROR: [parse-dates] Deliverables validation FAILED
[2026-03-01 10:00:09] ERROR: [parse-dates]    Missing 2 required deliverables:
[2026-03-01 10:00:09] ERROR: [parse-dates]      - docs/dates.md
[2026-03-01 10:00:09] ERROR: [parse-dates]      - src/dates.py
[2026-03-01 10:00:09] WARNING: [parse-dates] Attempt 1 failed, escalating model for retry...
[2026-03-01 10:00:12] ERROR: [parse-dates] Execution failed: 'NoneType' object has no attribute 'rows'
Traceback (most recent call last):
  File "/srv/app/run.py", line 3, in go
    table.rows
AttributeError: 'NoneType' object has no attribute 'rows'
[2026-03-01 10:00:12] INFO: Updated phase parse-dates status to FAILED
[2026-03-01 10:00:13] CRITICAL: [Doctor] Action: rollback_run - aborting run nightly-a.
[2026-03-01 10:00:14] INFO: Autonomous execution loop finished
`
